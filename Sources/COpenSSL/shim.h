// SPDX-License-Identifier: Apache-2.0
// Owns the window to the system's libcrypto: the EVP interface and nothing else of OpenSSL.
// Never holds logic, and never a cipher of our own.
#ifndef SAFEBELL_COPENSSL_H
#define SAFEBELL_COPENSSL_H

#include <openssl/evp.h>

#endif
