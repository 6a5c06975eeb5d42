import { createApp } from '../../../dist/src/app.js';
import { readConfig } from '../../../dist/src/config/config.js';

/**
 * What is due at an instant, by the built program as `npm run jobs` does it, with its clock there as well; prints the
 * summary. It is killed (SIGKILL) ahead of a call of its store, if one is named. Arguments: the instant (ISO), and the
 * collection, the method, and which such call it is, from 1.
 */
const [at = '', name = '', method = '', which = '0'] = process.argv.slice(2);
const begun = Date.now();
const clock = { now: () => new Date(Date.parse(at) + Date.now() - begun) };
let left = Number(which);

function dying(collection) {
  return new Proxy(collection, {
    get(target, call) {
      const real = target[call];
      if (typeof real !== 'function') return real;
      return (...given) => {
        if (call === method) left -= 1;
        if (left === 0) process.kill(process.pid, 'SIGKILL');
        return real.apply(target, given);
      };
    },
  });
}

const between = (store) => ({
  start: (specs) => store.start(specs),
  stop: () => store.stop(),
  ping: () => store.ping(),
  compact: (collections) => store.compact(collections),
  clear: () => store.clear(),
  collection: (spec) => (spec.name === name ? dying(store.collection(spec)) : store.collection(spec)),
});

console.log(JSON.stringify(await createApp(readConfig(process.env), { clock, between }).runJobs(clock.now())));
