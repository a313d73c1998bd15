package kernels;

import cleave.magic.EntryPoint;

/** CRC-32 by table and CRC-16 bit by bit. */
final class Crc {
    private static final int[] TABLE = table();
    private static final byte[] DATA = new byte[1024];

    private Crc() {
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0xedb88320;
            }
            table[i] = crc;
        }
        return table;
    }

    private static int crc32(byte[] data, int length) {
        int crc = -1;
        for (int i = 0; i < length; i++) {
            crc = crc >>> 8 ^ TABLE[(crc ^ data[i]) & 0xff];
        }
        return ~crc;
    }

    private static int crc16(byte[] data, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc ^= (data[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc <<= 1;
                if ((crc & 0x10000) != 0) {
                    crc ^= 0x11021;
                }
            }
        }
        return crc & 0xffff;
    }

    @EntryPoint("run")
    static int run(int rounds) {
        int sum = 0;
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < DATA.length; i++) {
                DATA[i] = (byte) (i * 7 + round);
            }
            sum = sum * 31 + crc32(DATA, DATA.length);
            sum = sum * 31 + crc16(DATA, 128);
        }
        return sum;
    }
}
