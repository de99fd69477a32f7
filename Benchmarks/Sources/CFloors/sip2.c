// SPDX-License-Identifier: MPL-2.0

#include <string.h>

#include "CFloors.h"

struct view {
    uint16_t offset, length;
};

struct patron {
    uint32_t flags;
    int counts[6];
    struct view ao, aa, ae, bv, af, ag;
    uint8_t bl, cq, sequence;
};

enum { fixed_end = 61, code_shift = 8 };

#define CODE(first, second) ((first) << code_shift | (second))

static int number(const uint8_t *digits) {
    int value = 0;
    for (int index = 0; index < 4; index++) {
        if ((unsigned)(digits[index] - '0') > 9) return -1;
        value = value * 10 + digits[index] - '0';
    }
    return value;
}

static unsigned digit(uint8_t character) {
    return character <= '9' ? character - '0' : (character & 0xDF) - 'A' + 10;
}

static int checksum_fits(const uint8_t *message, size_t summed) {
    uint32_t sum = 0;
    for (size_t index = 0; index < summed; index++) sum += message[index];
    uint32_t stated = digit(message[summed]) << 12 | digit(message[summed + 1]) << 8 |
                      digit(message[summed + 2]) << 4 | digit(message[summed + 3]);
    return ((sum + stated) & 0xFFFF) == 0;
}

static void take(struct patron *patron, unsigned code, struct view value, uint8_t first) {
    switch (code) {
    case CODE('A', 'O'): patron->ao = value; break;
    case CODE('A', 'A'): patron->aa = value; break;
    case CODE('A', 'E'): patron->ae = value; break;
    case CODE('B', 'V'): patron->bv = value; break;
    case CODE('A', 'F'): patron->af = value; break;
    case CODE('A', 'G'): patron->ag = value; break;
    case CODE('B', 'L'): patron->bl = first; break;
    case CODE('C', 'Q'): patron->cq = first; break;
    default: break;
    }
}

__attribute__((noinline)) static int parse(const uint8_t *message, size_t length,
                                           struct patron *patron) {
    memset(patron, 0, sizeof *patron);
    if (length < fixed_end || message[0] != '6' || message[1] != '4') return 1;
    for (int flag = 0; flag < 14; flag++)
        patron->flags |= (uint32_t)(message[2 + flag] == 'Y') << flag;
    for (int count = 0; count < 6; count++)
        patron->counts[count] = number(message + 2 + 14 + 3 + 18 + 4 * count);
    size_t position = fixed_end;
    while (position + 2 <= length) {
        unsigned code = CODE(message[position], message[position + 1]);
        if (code == CODE('A', 'Z')) {
            if (position + 6 > length) return 2;
            return checksum_fits(message, position + 2) ? 0 : 3;
        }
        if (code == CODE('A', 'Y')) {
            patron->sequence = message[position + 2];
            position += 3;
            continue;
        }
        const uint8_t *end = memchr(message + position + 2, '|', length - position - 2);
        if (!end) return 4;
        struct view value = {(uint16_t)(position + 2),
                             (uint16_t)(end - message - (ptrdiff_t)position - 2)};
        take(patron, code, value, message[position + 2]);
        position = (size_t)(end - message) + 1;
    }
    return 5;
}

int floor_sip2(const uint8_t *message, size_t length) {
    struct patron patron;
    int result = parse(message, length, &patron);
    __asm__ volatile("" ::"r"(&patron) : "memory");
    return result;
}
