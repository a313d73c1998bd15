package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.debug.Symbols;
import cleave.emulator.device.GuestErrors;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.TrapListener;
import cleave.toolchain.isa.Cause;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * QEMU's {@code -d}: a log of what the guest does, a line for each event, to standard error or to
 * the file that {@code -D} names.
 */
final class GuestLog implements GuestErrors, AutoCloseable {
    /** What is logged, by QEMU's words. */
    enum Item {
        /** What the guest does wrong to devices. */
        GUEST_ERRORS,
        /** The same, in QEMU's words for what a device does not do. */
        UNIMP,
        /** Traps: exceptions and interrupts. */
        INT;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Set<Item> items;
    private final PrintStream out;
    private final boolean ownsOut;
    private Hart hart;
    private Symbols symbols = Symbols.NONE;

    private GuestLog(Set<Item> items, PrintStream out, boolean ownsOut) {
        this.items = items;
        this.out = out;
        this.ownsOut = ownsOut;
    }

    static GuestLog of(Arguments arguments, PrintStream err) throws UsageException, BootException {
        Set<Item> items = new TreeSet<>();
        for (String list : arguments.values(Opt.LOG)) {
            for (String word : list.split(",")) {
                items.add(item(word));
            }
        }
        if (!arguments.has(Opt.LOG_FILE)) {
            return new GuestLog(items, err, false);
        }
        if (items.isEmpty()) {
            throw new UsageException("-D without -d: say what to log, -d guest_errors,int");
        }
        String file = arguments.value(Opt.LOG_FILE).orElseThrow();
        try {
            return new GuestLog(items, new PrintStream(Files.newOutputStream(Path.of(file)), false,
                    StandardCharsets.UTF_8), true);
        } catch (IOException e) {
            throw new BootException("-D " + file + " cannot be written: " + e.getMessage());
        }
    }

    private static Item item(String word) throws UsageException {
        for (Item item : Item.values()) {
            if (item.word().equals(word)) {
                return item;
            }
        }
        throw new UsageException("-d " + word + ": it can be guest_errors, unimp, int; for "
                + "instructions see --trace");
    }

    /** To be called before the machine runs. */
    void connect(Hart itsHart, Symbols itsSymbols) {
        hart = itsHart;
        symbols = itsSymbols;
    }

    /** Logs traps, if that is asked for. */
    Optional<TrapListener> trapListener() {
        return items.contains(Item.INT) ? Optional.of(this::trap) : Optional.empty();
    }

    @Override
    public void report(String device, String message) {
        if (items.contains(Item.GUEST_ERRORS) || items.contains(Item.UNIMP)) {
            out.println(device + ": " + message
                    + (hart == null ? "" : " (at " + symbols.address(hart.pc) + ")"));
        }
    }

    private void trap(Hart of, int cause, int tval) {
        Cause known = Cause.of(cause);
        out.println(String.format("trap: hart 0, %s %d, epc %s, tval 0x%08x: %s",
                cause < 0 ? "interrupt" : "exception", cause & Integer.MAX_VALUE,
                symbols.address(of.pc), tval, known == null ? "unknown" : known.words()));
    }

    @Override
    public void close() {
        out.flush();
        if (ownsOut) {
            out.close();
        }
    }
}
