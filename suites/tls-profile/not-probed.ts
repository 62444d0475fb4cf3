/** Of what OpenSSL cannot offer, nothing is known. */
export const notProbed = [
  'not probed, since OpenSSL cannot offer them here: SSL 2 and 3, ciphers with RC4, DES or triple DES, export ciphers',
]
