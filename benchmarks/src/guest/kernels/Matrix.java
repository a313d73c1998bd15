package kernels;

import cleave.magic.EntryPoint;

/** Products of square matrices of integers, and their sums by row and column. */
final class Matrix {
    private static final int SIDE = 24;
    private static final int[] A = new int[SIDE * SIDE];
    private static final int[] B = new int[SIDE * SIDE];
    private static final int[] C = new int[SIDE * SIDE];

    private Matrix() {
    }

    private static void fill(int[] matrix, int seed) {
        int random = seed;
        for (int i = 0; i < matrix.length; i++) {
            random = random * 1103515245 + 12345;
            matrix[i] = random >> 20;
        }
    }

    private static void multiply(int[] product, int[] a, int[] b) {
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int sum = 0;
                for (int k = 0; k < SIDE; k++) {
                    sum += a[row * SIDE + k] * b[k * SIDE + column];
                }
                product[row * SIDE + column] = sum;
            }
        }
    }

    private static void scale(int[] matrix, int factor) {
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = matrix[i] * factor >> 3;
        }
    }

    private static int sums(int[] matrix) {
        int result = 0;
        for (int row = 0; row < SIDE; row++) {
            int across = 0;
            int down = 0;
            for (int k = 0; k < SIDE; k++) {
                across += matrix[row * SIDE + k];
                down ^= matrix[k * SIDE + row];
            }
            result = result * 31 + across - down;
        }
        return result;
    }

    @EntryPoint("run")
    static int run(int rounds) {
        int result = 0;
        for (int round = 0; round < rounds; round++) {
            fill(A, round);
            fill(B, round + 7);
            multiply(C, A, B);
            scale(C, 5);
            multiply(A, C, B);
            result += sums(A);
        }
        return result;
    }
}
