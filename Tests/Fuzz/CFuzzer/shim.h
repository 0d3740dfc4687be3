// SPDX-License-Identifier: Apache-2.0
// Owns the one entry of libFuzzer that a program with a main of its own calls.
// Never part of a build without FUZZ.
#ifndef SAFEBELL_CFUZZER_H
#define SAFEBELL_CFUZZER_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(
    int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#endif
