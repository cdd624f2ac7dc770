"""What countries are called in English and Danish, folded, as clients send them (fenerum-api.md section 4)."""

from typing import Final

#: One line for each country: its code, then its names.
_LINES: Final = """
AD|andorra
AE|de forenede arabiske emirater|united arab emirates
AF|afghanistan
AG|antigua & barbuda|antigua og barbuda
AI|anguilla
AL|albania|albanien
AM|armenia|armenien
AO|angola
AQ|antarctica|antarktis
AR|argentina
AS|american samoa|amerikansk samoa
AT|austria|østrig
AU|australia|australien
AW|aruba
AX|åland|åland islands
AZ|aserbajdsjan|azerbaijan
BA|bosnia & herzegovina|bosnien-hercegovina
BB|barbados
BD|bangladesh
BE|belgien|belgium
BF|burkina faso
BG|bulgaria|bulgarien
BH|bahrain
BI|burundi
BJ|benin
BL|saint barthélemy|st. barthélemy
BM|bermuda
BN|brunei
BO|bolivia
BQ|caribbean netherlands|de tidligere nederlandske antiller
BR|brasilien|brazil
BS|bahamas
BT|bhutan
BV|bouvet island|bouvetøen
BW|botswana
BY|belarus
BZ|belize
CA|canada
CC|cocos (keeling) islands|cocosøerne
CD|congo - kinshasa|congo-kinshasa
CF|central african republic|den centralafrikanske republik
CG|congo - brazzaville|congo-brazzaville
CH|schweiz|switzerland
CI|côte d’ivoire|elfenbenskysten
CK|cook islands|cookøerne
CL|chile
CM|cameroon|cameroun
CN|china|kina
CO|colombia
CR|costa rica
CU|cuba
CV|cape verde|kap verde
CW|curaçao
CX|christmas island|juleøen
CY|cypern|cyprus
CZ|czech republic|czechia|tjekkiet
DE|germany|tyskland
DJ|djibouti
DK|danmark|denmark
DM|dominica
DO|den dominikanske republik|dominican republic
DZ|algeria|algeriet
EC|ecuador
EE|estland|estonia
EG|egypt|egypten
EH|vestsahara|western sahara
ER|eritrea
ES|spain|spanien
ET|ethiopia|etiopien
FI|finland
FJ|fiji
FK|falkland islands|falklandsøerne
FM|micronesia|mikronesien
FO|faroe islands|færøerne
FR|france|frankrig
GA|gabon
GB|england|great britain|storbritannien|uk|united kingdom
GD|grenada
GE|georgia|georgien
GF|fransk guyana|french guiana
GG|guernsey
GH|ghana
GI|gibraltar
GL|greenland|grønland
GM|gambia
GN|guinea
GP|guadeloupe
GQ|equatorial guinea|ækvatorialguinea
GR|greece|grækenland
GS|south georgia & south sandwich islands|south georgia og de sydlige sandwichøer
GT|guatemala
GU|guam
GW|guinea-bissau
GY|guyana
HK|hong kong sar china|sar hongkong
HM|heard & mcdonald islands|heard island og mcdonald islands
HN|honduras
HR|croatia|kroatien
HT|haiti
HU|hungary|ungarn
ID|indonesia|indonesien
IE|ireland|irland
IL|israel
IM|isle of man
IN|india|indien
IO|british indian ocean territory|det britiske territorium i det indiske ocean
IQ|irak|iraq
IR|iran
IS|iceland|island
IT|italien|italy
JE|jersey
JM|jamaica
JO|jordan
JP|japan
KE|kenya
KG|kirgisistan|kyrgyzstan
KH|cambodia|cambodja
KI|kiribati
KM|comorerne|comoros
KN|saint kitts og nevis|st. kitts & nevis
KP|nordkorea|north korea
KR|south korea|sydkorea
KW|kuwait
KY|cayman islands|caymanøerne
KZ|kasakhstan|kazakhstan
LA|laos
LB|lebanon|libanon
LC|saint lucia|st. lucia
LI|liechtenstein
LK|sri lanka
LR|liberia
LS|lesotho
LT|litauen|lithuania
LU|luxembourg
LV|latvia|letland
LY|libya|libyen
MA|marokko|morocco
MC|monaco
MD|moldova
ME|montenegro
MF|saint martin|st. martin
MG|madagascar|madagaskar
MH|marshall islands|marshalløerne
MK|nordmakedonien|north macedonia
ML|mali
MM|myanmar (burma)
MN|mongolia|mongoliet
MO|macao sar china|sar macao
MP|nordmarianerne|northern mariana islands
MQ|martinique
MR|mauretanien|mauritania
MS|montserrat
MT|malta
MU|mauritius
MV|maldiverne|maldives
MW|malawi
MX|mexico
MY|malaysia
MZ|mozambique
NA|namibia
NC|new caledonia|ny kaledonien
NE|niger
NF|norfolk island
NG|nigeria
NI|nicaragua
NL|holland|nederlandene|netherlands|the netherlands
NO|norge|norway
NP|nepal
NR|nauru
NU|niue
NZ|new zealand
OM|oman
PA|panama
PE|peru
PF|fransk polynesien|french polynesia
PG|papua new guinea|papua ny guinea
PH|filippinerne|philippines
PK|pakistan
PL|poland|polen
PM|saint pierre og miquelon|st. pierre & miquelon
PN|pitcairn|pitcairn islands
PR|puerto rico
PS|de palæstinensiske områder|palestinian territories
PT|portugal
PW|palau
PY|paraguay
QA|qatar
RE|réunion
RO|romania|rumænien
RS|serbia|serbien
RU|rusland|russia
RW|rwanda
SA|saudi arabia|saudi-arabien
SB|salomonøerne|solomon islands
SC|seychellerne|seychelles
SD|sudan
SE|sverige|sweden
SG|singapore
SH|st. helena
SI|slovenia|slovenien
SJ|svalbard & jan mayen|svalbard og jan mayen
SK|slovakia|slovakiet
SL|sierra leone
SM|san marino
SN|senegal
SO|somalia
SR|surinam|suriname
SS|south sudan|sydsudan
ST|são tomé & príncipe|são tomé og príncipe
SV|el salvador
SX|sint maarten
SY|syria|syrien
SZ|eswatini
TC|turks & caicos islands|turks- og caicosøerne
TD|chad|tchad
TF|de franske besiddelser i det sydlige indiske ocean og antarktis|french southern territories
TG|togo
TH|thailand
TJ|tadsjikistan|tajikistan
TK|tokelau
TL|timor-leste
TM|turkmenistan
TN|tunesien|tunisia
TO|tonga
TR|turkey|tyrkiet|türkiye
TT|trinidad & tobago|trinidad og tobago
TV|tuvalu
TW|taiwan
TZ|tanzania
UA|ukraine
UG|uganda
UM|amerikanske oversøiske øer|u.s. outlying islands
US|amerika|united states|united states of america|usa
UY|uruguay
UZ|usbekistan|uzbekistan
VA|vatican city|vatikanstaten
VC|saint vincent og grenadinerne|st. vincent & grenadines
VE|venezuela
VG|british virgin islands|de britiske jomfruøer
VI|de amerikanske jomfruøer|u.s. virgin islands
VN|vietnam
VU|vanuatu
WF|wallis & futuna|wallis og futuna
WS|samoa
YE|yemen
YT|mayotte
ZA|south africa|sydafrika
ZM|zambia
ZW|zimbabwe
"""

#: Name → code.
NAMES: Final = {name: line.split("|")[0] for line in _LINES.split("\n") if line for name in line.split("|")[1:]}
