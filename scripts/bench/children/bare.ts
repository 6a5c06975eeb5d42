import type { AddressInfo } from 'node:net';
import express from 'express';

/** What the program's start is measured against: a web server that does nothing. */
const web = express();
web.get('/readyz', (_request, response) => {
  response.json({ status: 'ready' });
});
web.get('/metrics', (_request, response) => {
  response.type('text/plain').send(`process_resident_memory_bytes ${process.memoryUsage.rss()}\n`);
});
const server = web.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
