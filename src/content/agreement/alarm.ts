/**
 * By which words a message sounds like somebody, mostly a child, in danger. Regular expressions over folded text (small letters, ae oe ue ss).
 * `grave` is an alarm by itself; `harm` needs somebody it happens to (`somebody`), or two signs of harm, or a cry for help (`urgent`);
 * `calm` tells of texts, courses and everyday things.
 */
export const alarm = {
  grave: [
    // violence
    '(?:ver)?pruegel|gewuergt|\\bwuerg[est]|wuergemal|zusammen(?:geschlagen|schlag)|schl(?:aegt|agen|ug) (?:mich|sie|ihn|uns|ihre?n? kind|seine?n? kind|mein)|(?:haut|hauen|haun|tritt|boxt) (?:mich|uns|sein kind|ihr kind)|(?:mich|uns|ihn|das kind|den jungen|die kinder|mein kind) (?:immer |oft |wieder |auch )?(?:geschlagen|gehauen|getreten|misshandel|schlaegt|haut)',
    'misshandel[tn]|kinder geschlagen|\\bgescheuert|geohrfeigt|ohrfeige|geschuettelt|guertelspur|striemen|blaue[nsr]? (?:flecken?|auge|fleck)|haematom|bluterguess|schlaege (?:zu hause|zuhause|daheim)|tu(?:t|n) (?:mir|ihm|ihr|uns|dem kind|den kindern) (?:immer |was |etwas |da unten )?weh|weh (?:zu )?tun|(?:bringt|bring|bringen) (?:mich|dich|ihn|sie|uns|sich) (?:um|noch um)',
    // sexual
    'miss?braucht|miss?brauch (?:melden|an|in|bei|von (?:einem|einer) (?:kind|maedchen|jungen))|verdacht auf (?:sexuell|miss?brauch|misshandlung|vernachlaessig|gewalt)|vergewaltig|begrapsch|befummel|(?:fasst|fasste|fass|angefasst|beruehrt) (?:mich|meine|ihn|sie|mir|uns)[^.]{0,40}?\\b(?:an|unten|bein|po|brust|ueberall)\\b|(?:mich|sie|ihn) (?:angefasst|unsittlich)|nackt(?:bild|foto|video|aufnahm)|(?:sachen|dinge|schlimmes) mit (?:mir|ihr|ihm)|sexuelle[rn]? uebergriff|hat mich gekuesst|anschaffen|loverboy|sugardaddy|in die unterhose|im intimbereich',
    // tired of life
    '(?:nicht|nimmer) mehr (?:leben|aufwachen|da sein|weiterleben)|lieber tot|tot (?:sein|waere)|will (?:\\p{L}+ )?sterben|sterben will|umbring|(?:ritzt|schneidet|verletzt) (?:sich|er sich|sie sich)|ritz(?:e|t) mich|suizidgedank|suizid(?:al|versuch)|selbstmord(?!praevention)|sich (?:was|etwas) an(?:tun|tut|zutun)|sich das leben (?:nehmen|zu nehmen)|keinen? (?:ausweg|sinn mehr)|er springt|sie springt|zu viele tabletten|ueberdosis|niemand wuerde merken|ohne mich besser',
    // left alone, missing, locked up
    'verwahrlos|halb verhungert|eingesperrt|(?:sperr(?:t|en)) (?:mich|ihn|sie|uns|das kind|ihr kind)|festgebunden|angekettet|weggelaufen|von (?:zu ?hause|daheim) (?:weg|abgehauen)|(?:sohn|tochter|kind|junge|maedchen|schueler(?:in)?) (?:\\p{L}+ ){0,4}(?:verschwunden|vermisst|abgehauen|ausgerissen)|ausgesetzt|kein insulin|nichts zu essen|(?:hungern|verhungern) laesst|zwangsheirat|verheiratet werden|zwangsverheirat|beschnitten werden|soll beschnitten',
    // fear, danger
    'angst (?:nach hause|heim(?:zu)?|vor (?:meine|seine|ihre|dem|papa|mama|ihm|ihr|zu ?hause|dem vater|der mutter|den eltern|stief))|nicht (?:mehr )?(?:nach hause|heim) (?:will|gehen will|moechte|zu gehen)|will nicht (?:mehr )?(?:nach hause|heim)|traut sich nicht (?:nach hause|heim)|kind(?:er)? (?:ist |sind )?in (?:\\p{L}+ )?gefahr|in gefahr ist|er ist in gefahr|sie ist in gefahr|kindeswohlgefaehrdung (?:melden|bei|liegt|vermut|akut|sofort|in unser)|(?:akute|verdacht auf|konkrete|eine) kindeswohlgefaehrdung|gefaehrdung melden|kindernotdienst|frauenhaus|8a.?(?:meldung|verdacht|fall)|notruf|mit (?:einem )?messer|(?:hat|habe) (?:eine )?waffe|dreht durch|amok|(?:mir|er|sie) glaubt keiner',
    // other languages
    '(?:being|is|was|gets|been|am) (?:abused|beaten|molested|hit|raped|neglected)|beats? (?:my|his|her|me|the|up)|hits? (?:me|his|her|my)|cutting (?:her|him)self|kill (?:my|him|her)self|don.?t want to live|scared to go home|afraid to go home|child in danger|hurts? (?:me|him|her|the (?:child|kid))|touch(?:es|ed)? me|kicking his|isn.?t being fed|bruises',
    'doevueyor|doev(?:due|uel)|korkuyorum|morluk|taciz|zorla evlend|intihar|oelmek istiyor|б[’\']?є мене|бьет|бьёт|боюся|боюсь|побо[иї]|не хочу (?:больше )?жить|не хочу жити|ґвалт|насилу|bije|boje sie wrocic|أخاف|يضرب|frappe|j.ai peur',
  ],
  harm: [
    'geschlagen|schlaegt|schlagen|schlaege|\\bhau[te]n?\\b|gehauen|prellung|verletzung|verletzt|verbrenn|verbrueh|knochenbruch|gebrochen|kratzer[n]?|flecken|wunde|blutet|spuren',
    'miss?brauch|uebergriff|anfass|angefasst|duschen|kuess|geheimnis|heimlich|erpress|belaestig|nackt',
    'vernachlaessig|ungewaschen|hungrig|hunger|stinkt|dreckig|verdreckt|ohne (?:fruehstueck|jacke|schuhe|essen)|keine (?:schuhe|jacke|winter)|sandalen|abgemagert|unterernaehr|laeuse seit|zaehne schwarz|klaut essen|betteln|muell',
    'allein(?:e|gelassen)?|ganz allein|niemand da|keiner da|nicht wieder|eingeschlossen|keller|balkon|draussen stehen|im auto gelassen|darf nicht raus|bahnhof',
    'angst|fuercht|zittert|verstoert|verzweifelt|panik|weint|weinen|wein(?:end|t)|schreit|bruell|geschrien|geschrei|apathisch|still geworden|zieht sich zurueck|komisch seit|andeutung|verabschiedet sich|stimmen, die',
    'betrunken|saeuft|suef|alkohol|trinkt|getrunken|\\bsuff|besoffen|drogen|spritz|kifft|high|drunk|drugs',
    'gewalt|bedroht|droht|gefahr|gefaehrd|sorgen um|grosse sorgen|ungutes gefuehl|stimmt (?:da )?(?:et)?was nicht|passiert was|raste|ausgerastet|halte (?:es|das) nicht (?:mehr )?aus|messer|waffe|tot\\b|sterben|schwanger|loswerden|verschwinden|nichts wert|aufgehoert zu essen|mitzunehmen|wo ich wohne|fremder|treffen will|abused|danger|afraid|scared|violent|bad things',
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
  cry: ['^(?:bitte )?(?:hilf mir|helft mir|hilfe)(?: bitte)?[!. ]*$', 'hilfe,? (?:ich )?habe? angst', '^ich (?:brauche|brauch) hilfe[!. ]*$', 'notfall'],
  calm: [
    'vereinbarung|praeambel|leitbild|papier\\b|absatz|strategisch|paragraph|paragraf|\\bsgb\\b|netzwerk(?!partner)|kooperation|gremium|arbeitskreis|handlungsziel',
    'praevention|vorbeug|konzept|fortbildung|schulung|workshop|kurs\\b|projektwoche|material|literatur|bachelor|masterarbeit|referat|pruefung|unterricht|statistik|studie|fachtag|vortrag|thema|elternabend|broschuere|flyer|plakat|buch\\b|film|definition|bedeutet|unterschied|begriff|allgemein|was heisst|fachkraft|fachkraefte|foerderantrag|module|ideen\\b|uebung',
    'drucker|handy ist|akku|passwort|computer|laptop|internet|server|datei|rechner|lach mich|haha|witz|spiel\\b|mathe|einschulung|dunkeln|im dunkeln|zahnarzt|hund\\b|spinne|bagger|klettergeruest|trotzphase|boxen|fussball|oma gestorben|unfallanzeige|brandschutz|erste hilfe|projekts?\\b|budget|kuendigung|kollege(?:n)? hat mit|stelle\\b|termin|vorschlag|datenmissbrauch|daten|foerdermittel|vertrauensmissbrauch|statistik|der verein|die elternarbeit|oeffnungszeiten|mitglied werden|prevention|agreement',
  ],
} as const;
