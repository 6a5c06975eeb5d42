/**
 * By which words a message sounds like somebody, mostly a child, in danger. Regular expressions over folded text (small letters, ae oe ue ss).
 * `grave` is an alarm by itself; `harm` needs somebody it happens to (`somebody`), or two signs of harm, or a cry for help (`urgent`);
 * `calm` tells of texts, courses and everyday things.
 */
export const alarm = {
  grave: [
    // violence
    '(?:ver)?pruegel|gewuergt|\\bwuerg[est]|wuergemal|zusammen(?:geschlagen|schlag)|schl(?:aegt|agen|ug) (?:mich|sie|ihn|uns|ihre?n? kind|seine?n? kind|mein)|(?:haut|hauen|haun|tritt|boxt) (?:mich|uns|sein kind|ihr kind)|(?:mich|uns|ihn|das kind|den jungen|die kinder|mein kind) (?:immer |oft |wieder |auch )?(?:geschlagen|gehauen|getreten|misshandel|schlaegt|haut)',
    'misshandel[tn]|kinder geschlagen|\\bgescheuert|geohrfeigt|ohrfeige|geschuettelt|guertelspur|striemen|blaue[nsrm]? (?:flecken?|auge|fleck)|haematom|bluterguess|schlaege (?:zu hause|zuhause|daheim)|tu(?:t|n) (?:mir|ihm|ihr|uns|dem kind|den kindern) (?:immer |was |etwas |da unten )?weh|weh (?:zu )?tun|(?:bringt|bring|bringen) (?:mich|dich|ihn|sie|uns|sich|mama|papa|meine \\p{L}+|alle|jemanden) (?:um|noch um)',
    // sexual
    'miss?braucht|miss?brauch (?:melden|an|in|bei|von (?:einem|einer) (?:kind|maedchen|jungen))|verdacht auf (?:sexuell|miss?brauch|misshandlung|vernachlaessig|gewalt)|vergewaltig|begrapsch|befummel|(?:fasst|fasste|fass|angefasst|beruehrt) (?:mich|meine|ihn|sie|mir|uns)[^.]{0,40}?\\b(?:an|unten|bein|po|brust|ueberall)\\b|(?:mich|sie|ihn|mein(?:en?)? \\p{L}+) (?:angefasst|unsittlich)|touching (?:the|my|a|her|his)|was mit mir gemacht|mit mir gemacht hat|ins auto (?:zu )?(?:locken|ziehen|steigen)|mund zugehalten|nackt(?:bild|foto|video|aufnahm)|(?:sachen|dinge|schlimmes) mit (?:mir|ihr|ihm)|sexuelle[rn]? uebergriff|hat mich gekuesst|anschaffen|loverboy|sugardaddy|in die unterhose|im intimbereich',
    'hand (?:ist )?(?:mir )?ausgerutscht|ausgerutscht[^.]{0,20}hand|fesselspur|gefesselt|haeusliche gewalt|wie ein(?:en)? (?:hund|tier) behandelt|behandelt mich wie|nicht gefallen lassen|(?:fotografiert|filmt|beobachtet) (?:\\p{L}+ )?(?:kinder|kleinen|maedchen|jungen)|(?:kinder|kleinen|maedchen) (?:fotografiert|gefilmt)|verweiger[nt] [^.]{0,30}(?:medikament|arzt|behandlung)',
    // tired of life
    '(?:nicht|nimmer) mehr (?:leben|aufwachen|da sein|weiterleben)|lieber tot|tot (?:sein|waere)|will (?:\\p{L}+ )?sterben|sterben will|umbring|(?:ritzt|schneidet|verletzt) (?:sich|er sich|sie sich)|ritz(?:e|t) mich|suizidgedank|suizid(?:al|versuch)|selbstmord(?!praevention)|sich (?:was|etwas) an(?:tun|tut|zutun)|sich das leben (?:nehmen|zu nehmen)|keinen? (?:ausweg|sinn mehr)|er springt|sie springt|zu viele tabletten|ueberdosis|niemand wuerde merken|ohne mich besser|(?:stehe|steht|steh) auf (?:der|einer|dem) (?:bruecke|dach)|auf den gleisen|vor den zug|tabletten ge(?:schluckt|nommen)|abschiedsbrief|(?:alles|es) vorbei ist|(?:was|etwas) schlimmes (?:plan|vor)|verletze mich|nicht mehr aushael|haelt (?:\\p{L}+ ){0,3}nicht mehr aus|halte (?:\\p{L}+ ){0,4}nicht mehr aus|rausgeflogen',
    // left alone, missing, locked up
    'verwahrlos|halb verhungert|eingesperrt|(?:sperr(?:t|en)) (?:das \\p{L}+ kind|mich|ihn|sie|uns|das kind|ihr kind)|festgebunden|angekettet|weggelaufen|von (?:zu ?hause|daheim) (?:weg|abgehauen)|(?:sohn|tochter|kind|junge|maedchen|schueler(?:in)?) (?:\\p{L}+ ){0,4}(?:verschwunden|vermisst|abgehauen|ausgerissen)|ausgesetzt|kein insulin|nichts zu essen|(?:hungern|verhungern) laesst|zwangsheirat|verheiratet werden|zwangsverheirat|beschnitten werden|soll beschnitten',
    // fear, danger
    'angst (?:nach hause|heim(?:zu)?|vor (?:meine|seine|ihre|dem|papa|mama|ihm|ihr|zu ?hause|dem vater|der mutter|den eltern|stief))|nicht (?:mehr )?(?:nach hause|heim) (?:will|gehen will|moechte|zu gehen)|will nicht (?:mehr )?(?:nach hause|heim)|traut sich nicht (?:nach hause|heim)|kind(?:er)? (?:ist |sind )?in (?:\\p{L}+ )?gefahr|in gefahr ist|er ist in gefahr|sie ist in gefahr|kindeswohlgefaehrdung (?:melden|bei|liegt|vermut|akut|sofort|in unser)|(?:akute|verdacht auf|konkrete|eine) kindeswohlgefaehrdung|gefaehrdung melden|kindernotdienst|frauenhaus|8a.?(?:meldung|verdacht|fall)|notruf|mit (?:einem )?messer|(?:hat|habe) (?:eine )?waffe|dreht durch|amok|(?:mir|er|sie) glaubt keiner',
    // other languages
    '(?:being|is|was|gets|been|am) (?:abused|beaten|molested|hit|raped|neglected)|beats? (?:my|his|her|me|the|up)|hits? (?:me|his|her|my)|cutting (?:her|him)self|kill (?:my|him|her)self|don.?t want to live|scared to go home|afraid to go home|child in danger|hurts? (?:me|him|her|the (?:child|kid))|touch(?:es|ed)? me|kicking his|isn.?t being fed|bruises|burn marks|end it all|blackmail|(?:toddler|baby|child|kids?) alone|ran away|locked (?:out|in|up)|no food|hit(?:s|ting)? (?:the )?(?:child|kid|baby)|hurt myself|kill myself|wants to die',
    'doevueyor|doev(?:due|uel)|dokunuyor|yaşamak istemiyor|yasamak istemiyor|kaçtı|korkuyorum|morluk|taciz|zorla evlend|intihar|oelmek istiyor|б.?є (?:мене|дит|її|його)|б.?ють|бье?т|бьёт|бьют|мене б.?є|боюся|боюсь|побо[иї]|не хочу (?:больше )?жить|не хочу жити|ґвалт|насилу|bije|boje sie wrocic|أخاف|يضرب|frappe|j.ai peur',
  ],
  harm: [
    // hands
    'geschlagen|schlaegt|schlagen|schlug|schlaege|\\bhau(?:t|en|n|te|ten)\\b|gehauen|zugeschlagen|handgreiflich|gelangt|geknallt|klatsch|backpfeife|watsch|\\bguertel|kochloeffel|\\bfaust|\\btritt\\b|treten|getreten|gebissen|gekniffen|schubst|gestossen|zerr(?:t|en)|gezerrt|gerissen|\\bzieht (?:ihn|sie|das kind|mich) an|an den haaren|am ohr|wirft (?:ihn|sie|mich|das kind)|anschreit|angebruellt|angeschrien|bruellt|niedergemacht|beschimpft|demuetig|erniedrig',
    // marks
    'verletzt|verletzung|prellung|wunde[n]?\\b|\\bwund\\b|blut(?:et|ig|end|ung)|narben|verbrenn|verbrannt|verbrueh|knochenbruch|gebrochen|beule|kratzer|flecken|bissspur|\\bspuren|bisswunde|zigarette',
    // bodies
    'miss?brauch|uebergriff|anfass|angefasst|fasst|beruehr|grapsch|streichel|duschen|kuess|ausziehen|auszieht|nackt|porno|intim|\\bda unten\\b|unterhose|\\bgeheimnis|heimlich|erpress|belaestig|sexuell|\\bsex\\b|unangenehm|nachts (?:in|zu)|in(?:s| mein| ihr) (?:bett|zimmer)|komische (?:sachen|dinge|spiele)|treffen will|will sich (?:mit|treffen)|mit mir treffen|chattet|schickt (?:ihr|ihm|mir)|fuer geld|schwanger',
    // neglect
    'vernachlaess|verwahr|ungewaschen|ungepflegt|hungrig|\\bhunger|stink|riecht|dreckig|verdreckt|schmutzig|\\bfrier|barfuss|ohne (?:fruehstueck|jacke|schuhe|essen|winter)|keine (?:schuhe|jacke|winter|windel)|sandalen|mager|unterernaehr|isst nicht|laeuse seit|zaehne|klaut essen|bettel|vermuell|schimmel|nicht zum arzt|geht mit (?:ihm|ihr) zum arzt|keine medikamente|kein strom|spritz|kot\\b|urin',
    // alone, locked up, gone
    '\\ballein(?:e|gelassen)?\\b|niemand (?:da|kuemmert|holt)|keiner (?:da|kuemmert|holt|macht auf)|nicht (?:mehr )?abgeholt|kommt nicht (?:wieder|mehr)|eingeschlossen|keller|balkon|dachboden|draussen (?:stehen|schlaf|uebernacht)|im auto|darf nicht (?:raus|zur schule|essen|schlafen)|bahnhof|auf der strasse|obdachlos|rausgeworfen|rausgeschmissen|weg ?gelaufen|(?:ist|sind|seit \\p{L}+(?: \\p{L}+)?|ausflug|einfach|spurlos) weg\\b|ausgebuext|ausreiss|fehlt seit|nicht (?:nach hause|heim)gekommen|nicht auffindbar|verschwunden|vor (?:der|die) (?:kirche|tuer)',
    // feelings
    'angst|fuercht|zittert|zuckt|verstoert|verzweifelt|panik|weint|weinen|weinend|schreit|schreien|geschrei|geschrien|apathisch|ganz still|so still|zieht sich zurueck|komisch (?:seit|geworden)|veraendert|andeutung|verabschied|stimmen, die|hasst|nichts wert|sinnlos|aufgehoert zu|isst nichts|schlaeft (?:nicht|ein)|kann nicht mehr|kaputt|vertraut sich|anvertraut|erzaehlt|hat (?:mir|uns) gesagt|sagt, (?:er|sie|papa|mama)|geschockt|schocki',
    // drink and drugs
    'betrunken|saeuft|sueff|alkohol|\\btrinkt|getrunken|\\bsuff|besoffen|\\bvoll wie|drogen|spritz|kifft|gekifft|\\bhigh\\b|tabletten|dealt|drunk|drugs',
    // threats and worries
    'gewalt|bedroh|droht|\\bdrohung|gefahr|gefaehrd|in not\\b|sorgen (?:um|wegen)|grosse sorgen|ungutes gefuehl|bauchgefuehl|stimmt (?:\\p{L}+ )?(?:et)?was nicht|(?:was|etwas) nicht (?:stimmt|in ordnung)|passiert (?:was|etwas|gleich)|\\braste|ausgerastet|flippt|dreht (?:er |sie )?durch|halte (?:\\p{L}+ )?(?:es|das|geschrei) nicht|messer|waffe|pistole|\\btot\\b|sterben|stirbt|umzubringen|loswerden|verschwinden|macht (?:er |sie )?schluss|mitzunehmen|entfuehr|wo (?:ich|er|sie|wir) wohn|(?:ein|dem|einem) fremder|fremde[rn]? mann|gemobbt|fertiggemacht|gezwungen|zwingt|zwingen|\\bboese|ins heim|nicht findet|verstecke?|versteckt|notlage|danger|afraid|scared|violent|bad things|abused?|hurt|neglect',
  ],
  somebody: [
    '\\b(?:ein|das|dieses|jenes|unser|mein|ihr|sein|deren|dem|des|einem|meinem) (?:\\p{L}+e[smn]? )?(?:kind|maedchen|junge[n]?|baby|saeugling|kleinkind|neugeborene[snm]?|enkel|sohn|bruder|schueler|geschwisterpaar|patenkind|pflegekind)',
    '\\b(?:ein|eine|einer|die|der|diese|unsere|meine|ihre|seine|den|einen|unseren|meinen)r? (?:\\p{L}+e[nmr]? )?(?:kleine[rn]?|junge[n]?|tochter|schwester|schuelerin|schueler|enkelin|freundin|freund|nichte|neffe|maedels|kinder|zweijaehrige[rn]?|jugendliche[rn]?|\\p{L}+jaehrige[rn]?|zwillinge|geschwister|pflegetochter|klientin|praktikantin)',
    '\\bkind\\b|baby|saeugling|\\d+ ?(?:jahre|j\\.|jaehrig|monate)|\\b(?:ich bin|bin|ist) (?:erst )?(?:\\d{1,2}|sechs|sieben|acht|neun|zehn|elf|zwoelf|dreizehn|vierzehn|fuenfzehn|sechzehn)\\b|mich\\b|\\bmir\\b|child|kid\\b|my (?:son|daughter|friend|brother|sister|mum|mom|dad)',
    '\\b(?:papa|mama|mein vater|meine mutter|meine eltern|stiefvater|stiefmutter|mein (?:onkel|opa|bruder|trainer|lehrer|mann|freund)|die (?:mutter|eltern)|der (?:vater|stiefvater|onkel|trainer|betreuer|freund)|ihr mann|nachbar(?:in|n|s)?|nebenan|uebungsleiter|betreuer)\\b',
  ],
  urgent: [
    'hilfe|hilf mir|helft|help|notfall|sofort|dringend|was (?:soll|mach|tu|kann) ich|wer hilft|wen rufe|wem melde|wo(?:hin)? (?:melde|kann ich)|anonym melden|melden\\b|polizei|jugendamt|notfallnummer|kinderschutz(?:hotline|notruf)|anzeige|emergency|gerade|grad passiert|heute (?:noch|frueh|morgen)|jetzt',
  ],
  /** A cry for help without any word of what for. */
  cry: ['^(?:bitte )?(?:hilf mir|helft mir)(?: bitte)?[!. ]*$', 'hilfe,? (?:ich )?habe? angst', '^ich (?:brauche|brauch) hilfe[!. ]*$', 'notfall'],
  calm: [
    'vereinbarung|praeambel|leitbild|papier\\b|absatz|strategisch|paragraph|paragraf|\\bsgb\\b|netzwerk(?!partner)|kooperation|gremium|arbeitskreis|handlungsziel',
    'praevention|vorbeug|konzept|fortbildung|schulung|workshop|kurs\\b|projektwoche|material|literatur|bachelor|masterarbeit|referat|pruefung|unterricht|statistik|studie|fachtag|vortrag|thema|elternabend|broschuere|flyer|plakat|buch\\b|film|definition|bedeutet|unterschied|begriff|allgemein|was heisst|fachkraft|fachkraefte|foerderantrag|module|ideen\\b|uebung',
    'deadline|formular|buerokratie|hitze|muede\\b|totmuede|verstand|spendenkonto|salbe|schild\\b|rutschgefahr|referat|hausarbeit|dunkelziffer|of the dark|drucker|handy ist|akku|passwort|computer|laptop|server|datei|rechner|lach mich|haha|witz|mathe|einschulung|dunkeln|im dunkeln|zahnarzt|hund\\b|spinne|bagger|klettergeruest|trotzphase|boxen|fussball|oma gestorben|unfallanzeige|brandschutz|erste hilfe|projekts?\\b|budget|kuendigung|kollege(?:n)? hat mit|stelle\\b|termin|vorschlag|datenmissbrauch|daten|foerdermittel|vertrauensmissbrauch|statistik|der verein|die elternarbeit|oeffnungszeiten|mitglied werden|prevention|agreement',
  ],
} as const;
