"""Countries as people write them: code, three-letter code, the one time zone if there is one, names.

One row a country, a second if the names are many: ISO 3166 alpha-2, alpha-3, the IANA zone in which
(nearly) everybody there lives or "-", and its names in English, German, French and Spanish with common
aliases. Names are compared folded: without case, accents and punctuation.
"""

ROWS = """
AD AND Europe/Andorra Andorra|Andorre
AE ARE Asia/Dubai United Arab Emirates|Vereinigte Arabische Emirate|Émirats arabes unis|Emiratos Árabes Unidos
AE ARE Asia/Dubai UAE
AF AFG Asia/Kabul Afghanistan|Afganistán
AG ATG America/Antigua Antigua and Barbuda|Antigua und Barbuda|Antigua-et-Barbuda|Antigua y Barbuda
AI AIA America/Anguilla Anguilla|Anguila
AL ALB Europe/Tirane Albania|Albanien|Albanie
AM ARM Asia/Yerevan Armenia|Armenien|Arménie
AO AGO Africa/Luanda Angola
AQ ATA - Antarctica|Antarktis|Antarctique|Antártida
AR ARG America/Argentina/Buenos_Aires Argentina|Argentinien|Argentine
AS ASM Pacific/Pago_Pago American Samoa|Amerikanisch-Samoa|Samoa américaines|Samoa Americana
AT AUT Europe/Vienna Austria|Österreich|Oesterreich|Autriche
AU AUS - Australia|Australien|Australie
AW ABW America/Aruba Aruba
AX ALA Europe/Mariehamn Åland Islands|Åland|Ålandinseln|Îles d'Åland|Islas Åland
AZ AZE Asia/Baku Azerbaijan|Aserbaidschan|Azerbaïdjan|Azerbaiyán
BA BIH Europe/Sarajevo Bosnia and Herzegovina|Bosnien und Herzegowina|Bosnie-Herzégovine|Bosnia y Herzegovina
BA BIH Europe/Sarajevo Bosnia
BB BRB America/Barbados Barbados|Barbade
BD BGD Asia/Dhaka Bangladesh|Bangladesch|Bangladés
BE BEL Europe/Brussels Belgium|Belgien|Belgique|Bélgica|België
BF BFA Africa/Ouagadougou Burkina Faso
BG BGR Europe/Sofia Bulgaria|Bulgarien|Bulgarie
BH BHR Asia/Bahrain Bahrain|Bahreïn|Baréin
BI BDI Africa/Bujumbura Burundi
BJ BEN Africa/Porto-Novo Benin|Bénin
BL BLM America/St_Barthelemy Saint Barthélemy|St Barthélemy|San Bartolomé
BM BMU Atlantic/Bermuda Bermuda|Bermudes|Bermudas
BN BRN Asia/Brunei Brunei|Brunei Darussalam|Brunéi
BO BOL America/La_Paz Bolivia|Bolivien|Bolivie|Plurinational State of Bolivia
BQ BES America/Kralendijk Bonaire|Caribbean Netherlands|Karibische Niederlande
BQ BES America/Kralendijk Bonaire, Sint Eustatius and Saba
BR BRA - Brazil|Brasilien|Brésil|Brasil
BS BHS America/Nassau Bahamas|The Bahamas
BT BTN Asia/Thimphu Bhutan|Bhoutan|Bután
BV BVT - Bouvet Island|Bouvetinsel|Île Bouvet|Isla Bouvet
BW BWA Africa/Gaborone Botswana|Botsuana
BY BLR Europe/Minsk Belarus|Weißrussland|Biélorussie|Bielorrusia|Belorussia
BZ BLZ America/Belize Belize|Belice
CA CAN - Canada|Kanada|Canadá
CC CCK Indian/Cocos Cocos (Keeling) Islands|Cocos Islands|Kokosinseln|Îles Cocos|Islas Cocos
CD COD - Democratic Republic of the Congo|Demokratische Republik Kongo|République démocratique du Congo|DRC
CD COD - Congo, Democratic Republic of the|República Democrática del Congo|DR Congo|Congo-Kinshasa|DR Kongo
CF CAF Africa/Bangui Central African Republic|Zentralafrikanische Republik|République centrafricaine
CF CAF Africa/Bangui Centrafrique
CF CAF Africa/Bangui República Centroafricana
CG COG Africa/Brazzaville Congo|Republic of the Congo|Republik Kongo|Kongo|République du Congo
CG COG Africa/Brazzaville Congo-Brazzaville
CH CHE Europe/Zurich Switzerland|Schweiz|Die Schweiz|Suisse|Suiza|Svizzera
CI CIV Africa/Abidjan Ivory Coast|Côte d'Ivoire|Elfenbeinküste|Costa de Marfil
CK COK Pacific/Rarotonga Cook Islands|Cookinseln|Îles Cook|Islas Cook
CL CHL America/Santiago Chile|Chili
CM CMR Africa/Douala Cameroon|Kamerun|Cameroun|Camerún
CN CHN Asia/Shanghai China|Chine|People's Republic of China|PR China|PRC|Mainland China|Volksrepublik China
CO COL America/Bogota Colombia|Kolumbien|Colombie
CR CRI America/Costa_Rica Costa Rica
CU CUB America/Havana Cuba|Kuba
CV CPV Atlantic/Cape_Verde Cape Verde|Cabo Verde|Kap Verde|Cap-Vert
CW CUW America/Curacao Curaçao|Curazao
CX CXR Indian/Christmas Christmas Island|Weihnachtsinsel|Île Christmas|Isla de Navidad
CY CYP Asia/Nicosia Cyprus|Zypern|Chypre|Chipre
CZ CZE Europe/Prague Czech Republic|Czechia|Tschechien|Tschechische Republik|Tchéquie|République tchèque
CZ CZE Europe/Prague Chequia
CZ CZE Europe/Prague República Checa|Česko
DE DEU Europe/Berlin Germany|Deutschland|Allemagne|Alemania|Federal Republic of Germany|BRD|D
DE DEU Europe/Berlin Bundesrepublik Deutschland|Germania|Duitsland
DJ DJI Africa/Djibouti Djibouti|Dschibuti|Yibuti
DK DNK Europe/Copenhagen Denmark|Dänemark|Danemark|Dinamarca|Danmark
DM DMA America/Dominica Dominica|Dominique
DO DOM America/Santo_Domingo Dominican Republic|Dominikanische Republik|République dominicaine
DO DOM America/Santo_Domingo República Dominicana
DZ DZA Africa/Algiers Algeria|Algerien|Algérie|Argelia
EC ECU America/Guayaquil Ecuador|Équateur
EE EST Europe/Tallinn Estonia|Estland|Estonie
EG EGY Africa/Cairo Egypt|Ägypten|Égypte|Egipto
EH ESH Africa/El_Aaiun Western Sahara|Westsahara|Sahara occidental
ER ERI Africa/Asmara Eritrea|Érythrée
ES ESP Europe/Madrid Spain|Spanien|Espagne|España|Espana
ET ETH Africa/Addis_Ababa Ethiopia|Äthiopien|Éthiopie|Etiopía
FI FIN Europe/Helsinki Finland|Finnland|Finlande|Finlandia|Suomi
FJ FJI Pacific/Fiji Fiji|Fidschi|Fidji|Fiyi
FK FLK Atlantic/Stanley Falkland Islands|Falklandinseln|Îles Malouines|Islas Malvinas
FM FSM - Micronesia|Mikronesien|Micronésie|Federated States of Micronesia
FO FRO Atlantic/Faroe Faroe Islands|Färöer|Îles Féroé|Islas Feroe
FR FRA Europe/Paris France|Frankreich|Francia|Metropolitan France|Frankrijk
GA GAB Africa/Libreville Gabon|Gabun|Gabón
GB GBR Europe/London United Kingdom|Vereinigtes Königreich|Royaume-Uni|Reino Unido|UK|Great Britain|Britain
GB GBR Europe/London Großbritannien|Grande-Bretagne|Gran Bretaña|England|Scotland|Wales|Northern Ireland
GB GBR Europe/London United Kingdom of Great Britain and Northern Ireland|Angleterre|Inglaterra|Schottland
GD GRD America/Grenada Grenada|Grenade|Granada
GE GEO Asia/Tbilisi Georgia|Georgien|Géorgie
GF GUF America/Cayenne French Guiana|Französisch-Guayana|Guyane française|Guayana Francesa
GG GGY Europe/Guernsey Guernsey|Guernesey
GH GHA Africa/Accra Ghana
GI GIB Europe/Gibraltar Gibraltar
GL GRL America/Nuuk Greenland|Grönland|Groenland|Groenlandia
GM GMB Africa/Banjul Gambia|The Gambia|Gambie
GN GIN Africa/Conakry Guinea|Guinée
GP GLP America/Guadeloupe Guadeloupe|Guadalupe
GQ GNQ Africa/Malabo Equatorial Guinea|Äquatorialguinea|Guinée équatoriale|Guinea Ecuatorial
GR GRC Europe/Athens Greece|Griechenland|Grèce|Grecia|Hellas
GS SGS Atlantic/South_Georgia South Georgia|South Georgia and the South Sandwich Islands|Südgeorgien
GT GTM America/Guatemala Guatemala
GU GUM Pacific/Guam Guam
GW GNB Africa/Bissau Guinea-Bissau|Guinée-Bissau|Guinea-Bisáu
GY GUY America/Guyana Guyana
HK HKG Asia/Hong_Kong Hong Kong|Hongkong|Hong Kong SAR
HM HMD - Heard Island and McDonald Islands|Heard und McDonaldinseln
HN HND America/Tegucigalpa Honduras
HR HRV Europe/Zagreb Croatia|Kroatien|Croatie|Croacia|Hrvatska
HT HTI America/Port-au-Prince Haiti|Haïti
HU HUN Europe/Budapest Hungary|Ungarn|Hongrie|Hungría|Magyarország
ID IDN - Indonesia|Indonesien|Indonésie
IE IRL Europe/Dublin Ireland|Irland|Irlande|Irlanda|Republic of Ireland|Éire
IL ISR Asia/Jerusalem Israel|Israël
IM IMN Europe/Isle_of_Man Isle of Man|Insel Man|Île de Man|Isla de Man
IN IND Asia/Kolkata India|Indien|Inde|Bharat
IO IOT Indian/Chagos British Indian Ocean Territory|Britisches Territorium im Indischen Ozean
IQ IRQ Asia/Baghdad Iraq|Irak
IR IRN Asia/Tehran Iran|Irán|Islamic Republic of Iran
IS ISL Atlantic/Reykjavik Iceland|Island|Islande|Islandia
IT ITA Europe/Rome Italy|Italien|Italie|Italia
JE JEY Europe/Jersey Jersey
JM JAM America/Jamaica Jamaica|Jamaika|Jamaïque
JO JOR Asia/Amman Jordan|Jordanien|Jordanie|Jordania
JP JPN Asia/Tokyo Japan|Japon|Japón|Nippon|日本
KE KEN Africa/Nairobi Kenya|Kenia
KG KGZ Asia/Bishkek Kyrgyzstan|Kirgisistan|Kirghizistan|Kirguistán|Kirgistan
KH KHM Asia/Phnom_Penh Cambodia|Kambodscha|Cambodge|Camboya
KI KIR - Kiribati
KM COM Indian/Comoro Comoros|Komoren|Comores|Comoras
KN KNA America/St_Kitts Saint Kitts and Nevis|St. Kitts und Nevis|Saint-Christophe-et-Niévès
KN KNA America/St_Kitts San Cristóbal y Nieves
KP PRK Asia/Pyongyang North Korea|Nordkorea|Corée du Nord|Corea del Norte
KP PRK Asia/Pyongyang Democratic People's Republic of Korea
KR KOR Asia/Seoul South Korea|Südkorea|Corée du Sud|Corea del Sur|Korea|Republic of Korea|Korea, Republic of
KW KWT Asia/Kuwait Kuwait|Koweït
KY CYM America/Cayman Cayman Islands|Kaimaninseln|Îles Caïmans|Islas Caimán
KZ KAZ Asia/Almaty Kazakhstan|Kasachstan|Kazajistán
LA LAO Asia/Vientiane Laos|Lao People's Democratic Republic
LB LBN Asia/Beirut Lebanon|Libanon|Liban|Líbano
LC LCA America/St_Lucia Saint Lucia|St. Lucia|Sainte-Lucie|Santa Lucía
LI LIE Europe/Vaduz Liechtenstein
LK LKA Asia/Colombo Sri Lanka
LR LBR Africa/Monrovia Liberia|Libéria
LS LSO Africa/Maseru Lesotho|Lesoto
LT LTU Europe/Vilnius Lithuania|Litauen|Lituanie|Lituania|Lietuva
LU LUX Europe/Luxembourg Luxembourg|Luxemburg|Luxemburgo|Grand Duchy of Luxembourg
LV LVA Europe/Riga Latvia|Lettland|Lettonie|Letonia|Latvija
LY LBY Africa/Tripoli Libya|Libyen|Libye|Libia
MA MAR Africa/Casablanca Morocco|Marokko|Maroc|Marruecos
MC MCO Europe/Monaco Monaco|Mónaco
MD MDA Europe/Chisinau Moldova|Moldau|Moldawien|Moldavie|Moldavia|Republic of Moldova
ME MNE Europe/Podgorica Montenegro|Monténégro
MF MAF America/Marigot Saint Martin|Saint-Martin
MG MDG Indian/Antananarivo Madagascar|Madagaskar
MH MHL Pacific/Majuro Marshall Islands|Marshallinseln|Îles Marshall|Islas Marshall
MK MKD Europe/Skopje North Macedonia|Nordmazedonien|Macédoine du Nord|Macedonia del Norte|Macedonia|Mazedonien
ML MLI Africa/Bamako Mali|Malí
MM MMR Asia/Yangon Myanmar|Burma|Birmanie|Birmania
MN MNG Asia/Ulaanbaatar Mongolia|Mongolei|Mongolie
MO MAC Asia/Macau Macao|Macau|Macao SAR
MP MNP Pacific/Saipan Northern Mariana Islands|Nördliche Marianen|Îles Mariannes du Nord
MP MNP Pacific/Saipan Islas Marianas del Norte
MQ MTQ America/Martinique Martinique|Martinica
MR MRT Africa/Nouakchott Mauritania|Mauretanien|Mauritanie
MS MSR America/Montserrat Montserrat
MT MLT Europe/Malta Malta|Malte
MU MUS Indian/Mauritius Mauritius|Maurice|Île Maurice|Mauricio
MV MDV Indian/Maldives Maldives|Malediven|Maldivas
MW MWI Africa/Blantyre Malawi|Malaui
MX MEX - Mexico|Mexiko|Mexique|México|Méjico
MY MYS Asia/Kuala_Lumpur Malaysia|Malaisie|Malasia
MZ MOZ Africa/Maputo Mozambique|Mosambik
NA NAM Africa/Windhoek Namibia|Namibie
NC NCL Pacific/Noumea New Caledonia|Neukaledonien|Nouvelle-Calédonie|Nueva Caledonia
NE NER Africa/Niamey Niger|Níger
NF NFK Pacific/Norfolk Norfolk Island|Norfolkinsel|Île Norfolk|Isla Norfolk
NG NGA Africa/Lagos Nigeria|Nigéria
NI NIC America/Managua Nicaragua
NL NLD Europe/Amsterdam Netherlands|The Netherlands|Niederlande|Pays-Bas|Países Bajos|Holland|Nederland
NL NLD Europe/Amsterdam Hollande
NO NOR Europe/Oslo Norway|Norwegen|Norvège|Noruega|Norge
NP NPL Asia/Kathmandu Nepal|Népal
NR NRU Pacific/Nauru Nauru
NU NIU Pacific/Niue Niue
NZ NZL Pacific/Auckland New Zealand|Neuseeland|Nouvelle-Zélande|Nueva Zelanda|Aotearoa
OM OMN Asia/Muscat Oman|Omán
PA PAN America/Panama Panama|Panamá
PE PER America/Lima Peru|Pérou|Perú
PF PYF - French Polynesia|Französisch-Polynesien|Polynésie française|Polinesia Francesa
PG PNG Pacific/Port_Moresby Papua New Guinea|Papua-Neuguinea|Papouasie-Nouvelle-Guinée|Papúa Nueva Guinea
PH PHL Asia/Manila Philippines|Philippinen|Filipinas|The Philippines
PK PAK Asia/Karachi Pakistan|Pakistán
PL POL Europe/Warsaw Poland|Polen|Pologne|Polonia|Polska
PM SPM America/Miquelon Saint Pierre and Miquelon|Saint-Pierre-et-Miquelon|San Pedro y Miquelón
PN PCN Pacific/Pitcairn Pitcairn|Pitcairn Islands|Pitcairninseln
PR PRI America/Puerto_Rico Puerto Rico|Porto Rico
PS PSE Asia/Hebron Palestine|Palästina|Palestina|State of Palestine|Palestinian Territories
PT PRT Europe/Lisbon Portugal
PW PLW Pacific/Palau Palau|Palaos
PY PRY America/Asuncion Paraguay
QA QAT Asia/Qatar Qatar|Katar|Catar
RE REU Indian/Reunion Réunion|La Réunion|Reunión
RO ROU Europe/Bucharest Romania|Rumänien|Roumanie|Rumania|România
RS SRB Europe/Belgrade Serbia|Serbien|Serbie|Srbija
RU RUS - Russia|Russland|Russie|Rusia|Russian Federation|Russische Föderation|Россия
RW RWA Africa/Kigali Rwanda|Ruanda
SA SAU Asia/Riyadh Saudi Arabia|Saudi-Arabien|Arabie saoudite|Arabia Saudita|Arabia Saudí|KSA
SB SLB Pacific/Guadalcanal Solomon Islands|Salomonen|Îles Salomon|Islas Salomón
SC SYC Indian/Mahe Seychelles|Seychellen
SD SDN Africa/Khartoum Sudan|Soudan|Sudán
SE SWE Europe/Stockholm Sweden|Schweden|Suède|Suecia|Sverige
SG SGP Asia/Singapore Singapore|Singapur|Singapour
SH SHN Atlantic/St_Helena Saint Helena|St. Helena|Sainte-Hélène|Santa Elena
SI SVN Europe/Ljubljana Slovenia|Slowenien|Slovénie|Eslovenia|Slovenija
SJ SJM Arctic/Longyearbyen Svalbard and Jan Mayen|Svalbard|Spitzbergen
SK SVK Europe/Bratislava Slovakia|Slowakei|Slovaquie|Eslovaquia|Slovak Republic|Slovensko
SL SLE Africa/Freetown Sierra Leone
SM SMR Europe/San_Marino San Marino|Saint-Marin
SN SEN Africa/Dakar Senegal|Sénégal
SO SOM Africa/Mogadishu Somalia|Somalie
SR SUR America/Paramaribo Suriname|Surinam
SS SSD Africa/Juba South Sudan|Südsudan|Soudan du Sud|Sudán del Sur
ST STP Africa/Sao_Tome São Tomé and Príncipe|São Tomé und Príncipe|Sao Tomé-et-Principe|Santo Tomé y Príncipe
SV SLV America/El_Salvador El Salvador|Salvador
SX SXM America/Lower_Princes Sint Maarten
SY SYR Asia/Damascus Syria|Syrien|Syrie|Siria|Syrian Arab Republic
SZ SWZ Africa/Mbabane Eswatini|Swaziland|Swasiland|Esuatini
TC TCA America/Grand_Turk Turks and Caicos Islands|Turks- und Caicosinseln|Îles Turques-et-Caïques
TD TCD Africa/Ndjamena Chad|Tschad|Tchad
TF ATF Indian/Kerguelen French Southern Territories|Französische Süd- und Antarktisgebiete
TG TGO Africa/Lome Togo
TH THA Asia/Bangkok Thailand|Thaïlande|Tailandia
TJ TJK Asia/Dushanbe Tajikistan|Tadschikistan|Tadjikistan|Tayikistán
TK TKL Pacific/Fakaofo Tokelau
TL TLS Asia/Dili Timor-Leste|East Timor|Osttimor|Timor oriental
TM TKM Asia/Ashgabat Turkmenistan|Turkménistan|Turkmenistán
TN TUN Africa/Tunis Tunisia|Tunesien|Tunisie|Túnez
TO TON Pacific/Tongatapu Tonga
TR TUR Europe/Istanbul Turkey|Türkei|Turquie|Turquía|Türkiye
TT TTO America/Port_of_Spain Trinidad and Tobago|Trinidad und Tobago|Trinité-et-Tobago|Trinidad y Tobago
TT TTO America/Port_of_Spain Trinidad
TV TUV Pacific/Funafuti Tuvalu
TW TWN Asia/Taipei Taiwan|Taïwan|Taiwán|Republic of China|Taiwan, Province of China
TZ TZA Africa/Dar_es_Salaam Tanzania|Tansania|Tanzanie|United Republic of Tanzania
UA UKR Europe/Kyiv Ukraine|Ucrania|Україна
UG UGA Africa/Kampala Uganda|Ouganda
UM UMI - United States Minor Outlying Islands|US Minor Outlying Islands
US USA - United States|United States of America|Vereinigte Staaten|Vereinigte Staaten von Amerika|America|U.S.
US USA - États-Unis|États-Unis d'Amérique|Estados Unidos|Estados Unidos de América|EE.UU.|EEUU|U.S.A.|Amerika
UY URY America/Montevideo Uruguay
UZ UZB Asia/Tashkent Uzbekistan|Usbekistan|Ouzbékistan|Uzbekistán
VA VAT Europe/Vatican Vatican City|Holy See|Vatikanstadt|Vatican|Cité du Vatican|Ciudad del Vaticano
VC VCT America/St_Vincent Saint Vincent and the Grenadines|St. Vincent und die Grenadinen
VC VCT America/St_Vincent San Vicente y las Granadinas
VE VEN America/Caracas Venezuela|Vénézuela|Bolivarian Republic of Venezuela
VG VGB America/Tortola British Virgin Islands|Britische Jungferninseln|Îles Vierges britanniques
VI VIR America/St_Thomas US Virgin Islands|U.S. Virgin Islands|Amerikanische Jungferninseln
VI VIR America/St_Thomas Îles Vierges américaines
VN VNM Asia/Ho_Chi_Minh Vietnam|Viet Nam|Viêt Nam
VU VUT Pacific/Efate Vanuatu
WF WLF Pacific/Wallis Wallis and Futuna|Wallis und Futuna|Wallis-et-Futuna
WS WSM Pacific/Apia Samoa
XK XKX Europe/Belgrade Kosovo
YE YEM Asia/Aden Yemen|Jemen|Yémen
YT MYT Indian/Mayotte Mayotte
ZA ZAF Africa/Johannesburg South Africa|Südafrika|Afrique du Sud|Sudáfrica|RSA
ZM ZMB Africa/Lusaka Zambia|Sambia|Zambie
ZW ZWE Africa/Harare Zimbabwe|Simbabwe|Zimbabue
"""
