/* Products of square matrices of integers, and their sums by row and column. */
#include <stdint.h>

enum { SIDE = 24 };

static int32_t a[SIDE * SIDE];
static int32_t b[SIDE * SIDE];
static int32_t c[SIDE * SIDE];

static void fill(int32_t *matrix, uint32_t seed)
{
    uint32_t random = seed;
    for (int i = 0; i < SIDE * SIDE; i++) {
        random = random * 1103515245 + 12345;
        matrix[i] = (int32_t)random >> 20;
    }
}

static void multiply(int32_t *product, const int32_t *left, const int32_t *right)
{
    for (int row = 0; row < SIDE; row++) {
        for (int column = 0; column < SIDE; column++) {
            int32_t sum = 0;
            for (int k = 0; k < SIDE; k++) {
                sum += left[row * SIDE + k] * right[k * SIDE + column];
            }
            product[row * SIDE + column] = sum;
        }
    }
}

static void scale(int32_t *matrix, int32_t factor)
{
    for (int i = 0; i < SIDE * SIDE; i++) {
        matrix[i] = matrix[i] * factor >> 3;
    }
}

static int32_t sums(const int32_t *matrix)
{
    int32_t result = 0;
    for (int row = 0; row < SIDE; row++) {
        int32_t across = 0;
        int32_t down = 0;
        for (int k = 0; k < SIDE; k++) {
            across += matrix[row * SIDE + k];
            down ^= matrix[k * SIDE + row];
        }
        result = result * 31 + across - down;
    }
    return result;
}

int32_t run(int rounds)
{
    int32_t result = 0;
    for (int round = 0; round < rounds; round++) {
        fill(a, round);
        fill(b, round + 7);
        multiply(c, a, b);
        scale(c, 5);
        multiply(a, c, b);
        result += sums(a);
    }
    return result;
}
