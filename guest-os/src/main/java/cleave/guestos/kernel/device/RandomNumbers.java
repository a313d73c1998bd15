package cleave.guestos.kernel.device;

import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * Random numbers: the key stream of ChaCha20 (RFC 8439, 2.3), whose key every request replaces by
 * the first half of a block, so that who sees the state later does not know what came before. The
 * key starts from the device tree's {@code rng-seed}, the entropy device and the clock.
 */
public final class RandomNumbers {
    private static final int WORDS = 16;
    private static final int BLOCK_BYTES = 4 * WORDS;
    private static final int KEY = 4;
    private static final int KEY_WORDS = 8;
    private static final int COUNTER = 12;
    private static final int DOUBLE_ROUNDS = 10;

    /** The input of a block, and its output. */
    static final class State extends Struct {
        @Inline(WORDS)
        int[] input;
        @Inline(WORDS)
        int[] output;
    }

    private static final State STATE = new State();

    private RandomNumbers() {
    }

    /** Collects what there is to start from. */
    public static void begin() {
        State state = STATE;
        // "expand 32-byte k", little-endian.
        state.input[0] = 0x6170_7865;
        state.input[1] = 0x3320_646e;
        state.input[2] = 0x7962_2d32;
        state.input[3] = 0x6b20_6574;
        if (Hardware.MACHINE.seedBytes > 0) {
            add(Hardware.MACHINE.seed, Hardware.MACHINE.seedBytes);
        }
        VirtioEntropy.begin();
        addTime();
    }

    private static void addTime() {
        long ticks = Clock.ticks();
        STATE.input[KEY] ^= (int) ticks;
        STATE.input[KEY + 1] ^= (int) (ticks >>> Integer.SIZE) ^ (int) Clock.realSeconds();
        rekey();
    }

    /** Mixes bytes in; nothing that was random becomes less so. */
    public static void add(Address from, int bytes) {
        for (int i = 0; i < bytes; i++) {
            int word = KEY + (i >>> 2 & KEY_WORDS - 1);
            STATE.input[word] ^= from.loadUnsignedByte(i) << 8 * (i & 3);
            if ((i & 4 * KEY_WORDS - 1) == 4 * KEY_WORDS - 1) {
                rekey();
            }
        }
        rekey();
    }

    private static void rekey() {
        block();
        takeKey();
    }

    private static void takeKey() {
        for (int i = 0; i < KEY_WORDS; i++) {
            STATE.input[KEY + i] = STATE.output[i];
        }
    }

    /** Fills memory of the kernel. */
    public static void fill(Address to, int bytes) {
        int done = 0;
        while (done < bytes) {
            block();
            int part = Math.min(bytes - done, BLOCK_BYTES - 4 * KEY_WORDS);
            Address from = Struct.addressOf(STATE, "output").plus(4 * KEY_WORDS);
            for (int i = 0; i < part; i++) {
                to.storeByte(done + i, from.loadByte(i));
            }
            done += part;
            takeKey();
        }
    }

    /** 32 random bits. */
    public static int word() {
        block();
        takeKey();
        return STATE.output[KEY_WORDS];
    }

    private static void block() {
        State state = STATE;
        for (int i = 0; i < WORDS; i++) {
            state.output[i] = state.input[i];
        }
        for (int i = 0; i < DOUBLE_ROUNDS; i++) {
            quarter(0, 4, 8, 12);
            quarter(1, 5, 9, 13);
            quarter(2, 6, 10, 14);
            quarter(3, 7, 11, 15);
            quarter(0, 5, 10, 15);
            quarter(1, 6, 11, 12);
            quarter(2, 7, 8, 13);
            quarter(3, 4, 9, 14);
        }
        for (int i = 0; i < WORDS; i++) {
            state.output[i] += state.input[i];
        }
        state.input[COUNTER]++;
    }

    private static void quarter(int a, int b, int c, int d) {
        State state = STATE;
        int x = state.output[a] + state.output[b];
        int w = Integer.rotateLeft(state.output[d] ^ x, 16);
        int z = state.output[c] + w;
        int y = Integer.rotateLeft(state.output[b] ^ z, 12);
        x += y;
        w = Integer.rotateLeft(w ^ x, 8);
        z += w;
        y = Integer.rotateLeft(y ^ z, 7);
        state.output[a] = x;
        state.output[b] = y;
        state.output[c] = z;
        state.output[d] = w;
    }
}
