"""Limits the checker holds a text to: sizes of types, of numbers on their way, and of the work a proof may take."""

LONGEST_TEXT = 1_000
LONGEST_LONG_TEXT = 20_000
USUAL_TEXT, USUAL_LONG_TEXT = 200, 2_000
MOST_PLACES = 6
MOST_PLACES_ON_THE_WAY = 12
MOST_FILES, USUAL_FILES = 50, 10
MOST_ROWS, USUAL_ROWS = 1_000, 100
WHOLE = 10**12
SCALED = 10**13
STORED = 10**21
"""No field holds a number of more digits than this, places counted in."""
ON_THE_WAY = 10**30
"""No number on the way to a result has more digits than this."""
DAYS = 366
MOST_RETURNS = 100
MOST_BOXES_OF_A_ROW = 24
MOST_WORK = 200_000
"""Steps a proof about one table may take; beyond, only what is cheap and exact is said."""
MOST_REPORTED = 10
"""How many mistakes of one sort are told about one table."""

_CURRENCIES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNH
CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK
SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF
XCD XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CURRENCIES.split())
"""ISO 4217, without precious metals and testing codes."""
