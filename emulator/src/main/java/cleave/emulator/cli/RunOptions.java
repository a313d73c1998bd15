package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import java.util.Optional;

/**
 * What is asked of a run, the machine and its image apart.
 *
 * @param script what types and waits in place of a person
 * @param maxCycles the cycle at which the run ends; {@link Long#MAX_VALUE} for none
 * @param maxSeconds of the host, after which it ends
 * @param realTime whether the guest's clocks follow the host's
 */
record RunOptions(Optional<ExpectScript> script, SignatureOption signature, GdbOption gdb,
        long maxCycles, Optional<Long> maxSeconds, boolean realTime) {
    private static final long LONGEST_SECONDS = 1_000_000_000L;

    static RunOptions of(Arguments arguments) throws UsageException, BootException {
        Optional<ExpectScript> script = arguments.has(Opt.EXPECT)
                ? Optional.of(ExpectScript.read(arguments.value(Opt.EXPECT).orElseThrow()))
                : Optional.empty();
        Optional<Long> maxSeconds = arguments.has(Opt.MAX_SECONDS)
                ? Optional.of(arguments.number(Opt.MAX_SECONDS, 0, 0, LONGEST_SECONDS))
                : Optional.empty();
        return new RunOptions(script, SignatureOption.of(arguments), GdbOption.of(arguments),
                arguments.number(Opt.MAX_CYCLES, Long.MAX_VALUE, 0, Long.MAX_VALUE), maxSeconds,
                arguments.has(Opt.REALTIME));
    }
}
