package cleave.toolchain.linux;

import java.util.List;

/** What Linux calls signals ({@code asm-generic/signal.h}). */
public final class SignalName {
    private static final List<String> NAMES = List.of("""
            HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT
            STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS
            """.split("\\s+"));
    private static final int REAL_TIME = 32;
    private static final int MOST = 64;

    private SignalName() {
    }

    /** {@code SIGINT} for 2; the number itself if it has no name. */
    public static String of(int signal) {
        if (signal >= REAL_TIME && signal <= MOST) {
            return "SIGRT_" + (signal - REAL_TIME);
        }
        return signal > 0 && signal <= NAMES.size() ? "SIG" + NAMES.get(signal - 1)
                : Integer.toString(signal);
    }

    /** The signals of a mask, whose lowest bit is signal 1: {@code [INT CHLD]}. */
    public static String ofMask(long mask) {
        boolean most = Long.bitCount(mask) > MOST / 2;
        StringBuilder text = new StringBuilder(most ? "~[" : "[");
        long shown = most ? ~mask : mask;
        for (int signal = 1; signal <= MOST; signal++) {
            if ((shown >>> signal - 1 & 1) != 0) {
                text.append(text.charAt(text.length() - 1) == '[' ? "" : " ")
                        .append(of(signal).substring("SIG".length()));
            }
        }
        return text.append(']').toString();
    }
}
