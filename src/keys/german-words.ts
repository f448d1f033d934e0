// Callseal's own list for German passphrases: 2,048 common words without umlauts, sorted. german-words.test.ts holds what it
// promises. Once a version is out no word may be changed, added or taken away: somebody's passphrase may be made of them.
// Kept as one string: 2,048 literals would triple the size of the file.
export const GERMAN_WORDS: readonly string[] = (
  'abbiegen abbild abdruck abend abenteuer abfahrt abflug abhang abheben abholen abitur ablauf ablegen abreise ' +
  'abseits absicht abspielen absprache abstand abstellen abteil abwarten achse achtung acker adler adresse ' +
  'ahnung akademie akazie akkord akrobat aktion aktuell akustik album algebra allee allerlei allgemein alltag ' +
  'alpaka alpen alphabet alphorn altglas altpapier altstadt ambiente ameise ampel ananas anbau anbieten anblick ' +
  'andenken andere anfang anfassen anfrage angabe angebot angel angenehm angler anis ankommen ankunft anlage ' +
  'anleitung anmelden annahme annehmen anorak anprobe anruf anschauen anschluss anschrift ansehen anstecken ' +
  'anstieg antenne antik antilope antrieb antwort anwalt anzeige anziehen anzug apfel apotheke appetit applaus ' +
  'aprikose aquarell aquarium arbeit archiv arena armband aroma artist arzt aster astronom atelier atem athlet ' +
  'atlas aubergine aufbau aufgabe auflauf aufnahme aufsatz aufstehen aufstieg auftakt auftrag auftritt ' +
  'aufwachen aufzug auge aula aurora ausblick ausdauer ausdruck ausfahrt ausflug ausgang auskunft auspacken ' +
  'ausruhen aussehen aussicht auswahl ausweis auszeit autobahn autor avocado bach backofen badehose baden ' +
  'badewanne badminton bagger bahnhof bahnsteig balance balkon ballade ballett bambus banane bandage banjo bank ' +
  'banner bargeld basilikum basis basteln batterie bauer baumhaus baumwolle baustein beachten beamer beamte ' +
  'beben becher becken bedanken bedeuten bedienen beeilen beenden beere beet befragen befreien begabt beginn ' +
  'begleiten begriff behalten beifall beilage bein beispiel beitrag bekannt bekommen beleg beliebt belohnen ' +
  'bemerken benzin berg bericht bernstein beruhigen besonders besser besteck bestellen besuch beton betreten ' +
  'bettdecke beutel bewegen beweglich beweis bewohner bewundern bezahlen biathlon biber biegen biene bildung ' +
  'bindfaden biologie birke biskuit bison bitte blatt blau blech bleibe bleistift blick blinker blitz blume ' +
  'bodensee bogen bohne bohrer bonbon boot botanik brandung braten brauchen braut bravo breite bremse brennholz ' +
  'brett brezel brief brille bringen brise brombeere bronze brosche brotkorb brummen brunnen buche buchstabe ' +
  'bude bummeln bungalow bus butter camping cello chance charakter chef chemie chor clever cockpit comic ' +
  'computer container curry dachboden dachs dackel daheim dame dampf dankbar danken daten dattel datum daumen ' +
  'deich dekor delta denkmal design dessert detail detektiv deuten deutlich dezimal diagonal diagramm dialekt ' +
  'dialog diamant dichter dienst differenz digital dill ding dinner diplom direkt dirigent distanz disziplin ' +
  'doktor dollar domino doppel dorf drache draht drama drehbuch drehen drehung dreieck dreirad drollig dromedar ' +
  'drucken dschungel duften dunkel dusche dynamik ebbe ebene echo ecke edel efeu effekt ehrenamt ehrgeiz ' +
  'ehrlich eiche eidechse eigelb eigenheim eilig eimer einbau einblick eindruck einfach einfall eingang einheit ' +
  'einhorn einkauf einladen einpacken einsatz einsicht einstein eintrag einzeln einzug eisbahn eisberg eisern ' +
  'eislaufen eiswaffel eiszeit elch elefant element elfmeter elster eltern empfang empfehlen emsig ende endlich ' +
  'endspurt energie enorm ensemble entdecken entfernt entspannt entstehen enzian epoche erbse erdbeere erdnuss ' +
  'ereignis erfahren erfinden erfolg ergebnis erholen erinnern erlaubt erlernen ernte erreichen ersatz erwachen ' +
  'erzeugen espe espresso essen estragon etage etappe etikett etui eule ewig exakt exotisch experte express ' +
  'extra fabel fabrik facette fachwerk fahren fahrplan fahrrad fahrt fair falke falter familie fanfare farbe ' +
  'farbig farn fasan fasching faser faultier favorit federball fee fegen feierlich feile feldhase feldweg felge ' +
  'fels fenchel fenster ferien fernglas fernseher fernsicht fernweh festival festland feucht feuer fichte figur ' +
  'filet film finale finden finger fjord flach fladen flamingo flamme flasche flechte fleck fleisch flexibel ' +
  'flicken flieder fliegen fliese flimmern flink flocke flohmarkt flott flunder fluss flut folie forelle format ' +
  'formel forscher forst forum fossil foto frage fransen frei freude freund frieden frisch fritteuse frohsinn ' +
  'fuchs fund funke funktion futur galaxie galerie galopp garage garantie gardine garnele gartenbau gartentor ' +
  'gasse gastgeber gazelle gebiet gebirge geburt gedanke gedeck gedicht geduld gefieder gegend gehalt gehege ' +
  'gehen gehweg geist gelassen gelatine gelaunt gelb gelee gelegen gelenk gelingen gemeinsam gemischt genau ' +
  'generator genial genuss geologie geometrie gepard gepflegt geranie geraten gerecht gern gerste geruch gesamt ' +
  'gesang geschenk geschickt geschirr geschmack gespannt gestein gestreift gesund getreide gewandt gewitter ' +
  'gewohnt gezeiten gigant gipfel gips giraffe girlande gitarre gitter glanz glasur glatteis glaube gleich ' +
  'gleis gleiten gletscher glitzern globus gold golfball gong gorilla graben grad grafik gramm granit gratis ' +
  'greifen griff grillen grinsen grotte grund gruppe gucken gulasch gummi gunst gurgeln gurke gurt gymnasium ' +
  'gymnastik haarnadel hacke hafer hagebutte hagel haken halbinsel halbmond halle halogen hals halten hamster ' +
  'handball handschuh handtuch hang hantel harfe harmonie hart haselnuss haube hauch haufen haushalt hausschuh ' +
  'haustier hebamme hebel hecht hefe heide heimkino heimlich heimweg heiter heizung hektar helfen hellwach helm ' +
  'hemd henkel herberge herbst hermelin herrlich herz heuboden heuhaufen heulen hilfe himbeere himmel hingabe ' +
  'hinweis hirsch hirse hitze hitzig hobby hochhaus hochland hocker hoffnung hofgarten holen holunder holz ' +
  'honig honorar hopfen horizont horn hortensie hose hotel huhn hummer humor hupe hut hyazinthe hydrant ideal ' +
  'idee igel iglu imbiss imker impuls index industrie ingwer inhaber inhalt inland innen innovativ insekt insel ' +
  'institut interesse interview iris ironie jade jaguar jahr jalousie jasmin jause jeans jenseits jodeln jogger ' +
  'joker jongleur journal jubel jugend jumbo jung junior jury kabarett kabine kachel kaffee kahn kajak kakadu ' +
  'kakao kaktus kalender kalium kalt kamel kamera kamille kamin kammer kanal kandis kannen kantine kanu kanzlei ' +
  'kapelle kapitel kappe kapsel kapuze karaffe karamell karaoke karawane kardamom karotte karpfen karriere ' +
  'karte kartoffel karton karussell kasperle kassette kastanie kasten katalog kater katze kauen kaufhaus kauz ' +
  'kaviar kegelbahn kehren keil keks kelle kellner keramik kerze kessel kette kichern kiefer kiesel kiesweg ' +
  'kimono kind kiosk kirsche kissen kiste kitsch kittel kitzeln kiwi klang klar klasse klatschen klaviatur ' +
  'klavier klebstoff klecks klee kleid klempner klettern klima klinge klippe klopfen klub knabbern knapp knauf ' +
  'kneten knicken knicks knie knirschen knistern knobeln knoblauch knolle knopf knospe knurren knusprig koala ' +
  'kobold koch koffein koffer kohle kojote kokos kolibri kollege kolumne kombi komet komisch kommen kommode ' +
  'kompass komplett komponist kompott kondor konfetti kontakt kontinent konto konzept kopie korb korken ' +
  'kornblume kosmos kostbar kraft kragen kralle kram kranich kranz kratzen krawatte kredit kreide kreis kresse ' +
  'krimi kristall kritik krokus krone kruste kuchen kugel kuhglocke kulisse kultur kumpel kunde kupfer kurbel ' +
  'kurier kurs kurve kurzfilm kuscheln kutsche labor labyrinth lachen lackmus ladung lakritze lama lampe ' +
  'landhaus landkarte landwirt langsam lappen laptop lasso latein laterne laubbaum laufsteg laune laut lavendel ' +
  'lawine lebendig lebhaft lebkuchen lecker leder legende lehm lehne lehrer lehrling leicht leihen leinwand ' +
  'leise leistung lektion lektor lenken lenkrad lenz leopard lernen lesen leuchten leute lexikon libelle ' +
  'lichtung lieben liebling liefern liege liga lilie limette limonade lineal links linse liter lob locher ' +
  'locken logik lohnen lokal lorbeer lotus luft luke lustig lustspiel luxus lyrik magazin magisch magnet ' +
  'mahagoni mahlzeit majoran makaroni makrele malz mandarine mandel mandoline manege mango marathon marder ' +
  'margarine markise markt marmelade marmor masche maschine maske mast material matratze matrose matte maulwurf ' +
  'maus mechanik medaille medien medizin mehl mehrheit mehrzahl meinung meister melisse melodie melone membran ' +
  'memo menge mensch merken merkmal merkur metall meteorit meter methode miete mikroskop milan milch mild ' +
  'mineral minimum minus minute minze mirabelle mischen mitnehmen mittag mixer mobil modell modern modisch ' +
  'modus mohn molke moment monat mondlicht monitor moos moped morgen mosaik motiv motor mulde munter murmel ' +
  'muschel museum musik muskat muskel mutig mythos nachbar nachfrage nachricht nachtisch nacken nadelwald ' +
  'nagetier nahrung naht nanometer napf narzisse naschen nase nashorn natrium natur navigator nebenan neblig ' +
  'neffe nehmen nelke neptun nett netzwerk neugier neuland neuling neutral niedlich nilpferd niveau nixe nobel ' +
  'norden nordpol nordsee nordwind normal notar note notfall notiz novelle nuss nutzen obelisk ober objektiv ' +
  'oboe obst offen oft ohrring ohrwurm oktave oleander olive olympia oma omelett onkel opal optik optimal ' +
  'optimist orange orchester orchidee ordner ordnung oregano organ orgel orient original osten ostsee ostwind ' +
  'otter overall ozean ozon paar paddel pagode paket palast palette palmblatt palme panda panorama pantoffel ' +
  'papagei papier pappel paprika parabel paradies paradox parallel parfum park partner party passage pastell ' +
  'pastete pate pauke pavillon pedal pegel peilen pelikan pendel penne pentagon pepperoni perfekt pergament ' +
  'pergola periode periskop perle person pesto pfand pfanne pfau pfeffer pfeife pfeil pfennig pferd pfiff ' +
  'pfirsich pflanze pflaster pflegen pflicht pflug pfosten pfote phase physik pianist picken picknick pilot ' +
  'pilz pinguin pinnwand pionier piranha pirat pistazie pizza plakat plan plappern plastik platane platin ' +
  'platte platz plaudern plausch plural plus polieren pollen polster pommes pony popcorn porree portal portion ' +
  'porzellan posaune post pracht praktisch praline praxis prickeln prima primel prinz privat probe probieren ' +
  'produkt profi programm projekt promenade prosa prospekt protokoll proviant prozent pudding puder puffer ' +
  'pullover pult puma pumpe purpur putzig puzzle pyramide python quader quadrat quaken qualle quark quartett ' +
  'quartier quaste quellen quer quitte quittung quiz rabatt rabe radar radio radtour radweg rahmen rakete ' +
  'rallye ranch rand ranzen raps rapunzel rascheln rasen rasieren raspel rasseln ratgeber rathaus ratlos raum ' +
  'raupe rauschen reaktion rebhuhn rechnen rechnung rechts recyceln rede redner reflex refrain regal regatta ' +
  'regenwurm regie region register reibeisen reibung reichtum reif reiher reinigen reisen reklame rekord relief ' +
  'rennen rentier reporter reptil reserve resonanz respekt retten rettich revier rezept rhabarber rhythmus ' +
  'richtig riechen riegel riemen riesenrad rikscha rinde roboter robust rodelbahn roggen roller roman rosenkohl ' +
  'rosine rosmarin route routine rubin rubrik ruck rudel ruderboot rudern ruf ruhe rumba rumpeln rundum rundweg ' +
  'rupfen rustikal rutschen saal sache safari safran saftig sage sahne saison salami salat salbei saldo salon ' +
  'samba sammeln samt sandale sandburg sandstein sanduhr sanft saphir satellit satire saturn satz sauber saugen ' +
  'sauna savanne schach schale schalter scharf scharnier schatten schatulle schatz schaufel schaum scheibe ' +
  'schein schellen schema scherz scheune schicht schick schieben schiefer schiene schiff schild schimmern ' +
  'schinken schirm schlaf schlange schlank schlaufe schleier schleife schlemmen schlitten schloss schlucht ' +
  'schmal schmecken schmelzen schmied schminke schmuck schnabel schnalle schnappen schnaufen schnecke schnee ' +
  'schneider schneien schnell schnipsel schnitt schnitzel schnur schonen schopf schranke schraube schreiben ' +
  'schrift schrubben schublade schuh schunkeln schuppe schuster schwalbe schwamm schwan schweif schweigen ' +
  'schwelle schwenken schwer schwester schwimmen schwingen schwitzen schwung seebad seegras seehund seepferd ' +
  'seerose seestern seeufer segeltuch segler seife seilbahn sekunde sellerie selten semester seminar semmel ' +
  'senden senf senior senkrecht sense serie service sesam setzen seufzen sichel sicht sieb siedlung signal ' +
  'silbe silo silvester simpel sinfonie singen skala skifahren skizze skorpion skulptur smaragd socke soda ' +
  'software solar solide solist sommer sonate sonne sonnig sopran sorbet sorgfalt sorgsam sorte spachtel spalt ' +
  'spannend spannung sparen spargel sparsam spatzen spazieren specht speck speiche speise spektrum spende ' +
  'sperling spiegel spiel spinat spinne spirale spitze splitter sport sprache sprechen springen sprosse ' +
  'sprudeln sprung spule spur stabil stachel stadion staffel standard stapel stark stativ statue staub steak ' +
  'steckdose stecker stehen steigen steil steinbock steinpilz stelle stellung steppe sternbild stich stickerei ' +
  'stiefel stieglitz stift still stimme stimmung stirn stock stoff stolz stopp storch strahl strand strecke ' +
  'streifen streng streuen streusel strohhut strom strudel struktur strumpf stube studie stuhl stunde sturm ' +
  'sudoku suite summe sumpf suppe surfbrett surfen symbol symmetrie sympathie synonym syntax system szene ' +
  'tabelle tablett tacho tafel tag takt talent taler talisman tandem tanker tanne tanz tapete tapfer tapir ' +
  'tarnung tastatur taste tatsache taucher tausch taxi team technik teddy teebeutel teekanne teelicht teenager ' +
  'teig telefon telegramm teleskop teller tempel tempo tennis tenor tentakel teppich termin terrasse test ' +
  'textil theater theke thema theorie thron thymian ticket tiefe tierarzt tierheim tiger tinte tiramisu tisch ' +
  'titan titel toast tochter toleranz toll tomate tombola topas topf torbogen torwart tour tradition trainer ' +
  'traktor transport trapez traube trauen traumhaft treffen treiben treibholz trend treppe tresen tresor ' +
  'tretboot treu triangel trichter trick trinken tritt trocken trommel trompete tropfen tropisch trost trubel ' +
  'tuba tuch tulpe tundra tunnel turban turbine turmuhr turnen turnhalle turnier typisch ufer uhrwerk uhu ulme ' +
  'umarmen umbau umbruch umdrehen umfang umfeld umfrage umgebung umkehren umlauf umriss umsatz umschlag umsicht ' +
  'umsonst umtausch umweg umwelt umziehen umzug unbedingt uniform union universum unten unterwegs urkunde ' +
  'urlaub ursache ursprung urwald urzeit utensil utopie vanille variante veilchen ventil venus veranda ' +
  'verdienst verehren verein verfassen vergleich verkauf verkehr verlag verlegen verleihen vermuten vernunft ' +
  'verpacken verreisen versand versorgen verstehen versuch vertrag vertrauen verzieren vesper video viereck ' +
  'viertel villa violett violine virtuos vitamin vitrine vogel vollkorn vollmond volumen vorbild vordach ' +
  'vorfahrt vorgarten vorhaben vorhang vorlage vorliebe vormittag vornehm vorort vorrat vorschlag vorsicht ' +
  'vorsorge vorspeise vorteil vorzug vulkan waage wachsam wachtel wackeln waffel wagen wagnis waldbeere ' +
  'waldrand waldsee walnuss walze wandern warm warten wasser wechsel weg weinberg weisheit weit weizen welpe ' +
  'weltall weltreise wenig werden werft werkbank werkstatt werktag weste westwind wetter wettlauf wickel widmen ' +
  'wiese wildblume wildnis wimper windrad winter winzig wippe wirbel wirken witz woche wohlstand wohnmobil ' +
  'wohnung wolf wolkig wolldecke wolle wort wucht wunder wunsch wurf wurst wurzel yoga zackig zahlen zahm ' +
  'zahnarzt zahnpasta zahnrad zange zapfen zappeln zauberer zaun zebra zehe zeichen zeigen zeitlupe zeitraum ' +
  'zeitung zelt zement zenit zentrum zeppelin zettel zeuge ziehen zierlich ziffer zimmer zimt zinnober zirkel ' +
  'zirkus zirpen zitat zitieren zitrone zone zoo zucchini zucker zufall zufrieden zugang zugfahrt zugvogel ' +
  'zuhause zukunft zuletzt zupacken zuschauer zustand zweck zweifel zweig zwieback zwiebel zwilling zwinkern ' +
  'zyklus zylinder zypresse'
).split(' ');
