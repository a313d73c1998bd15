package cleave.guestos.kernel;

import cleave.guestos.abi.SystemName;
import cleave.magic.Address;

/** What this system and machine are called: {@code uname}, {@code /proc/version}. */
public final class SystemNames {
    public static final SystemName NAMES = names();
    /** Bytes of a host name at most. */
    public static final int HOST_MAX = 64;

    private SystemNames() {
    }

    private static SystemName names() {
        SystemName names = new SystemName();
        // Programs look at system and release to know what they may call: it is Linux's ABI.
        String system = "Linux";
        for (int i = 0; i < system.length(); i++) {
            names.system[i] = (byte) system.charAt(i);
        }
        String node = "cleave";
        for (int i = 0; i < node.length(); i++) {
            names.node[i] = (byte) node.charAt(i);
        }
        String release = "6.1.0-cleave";
        for (int i = 0; i < release.length(); i++) {
            names.release[i] = (byte) release.charAt(i);
        }
        String version = "#1 Cleave 0.1.0";
        for (int i = 0; i < version.length(); i++) {
            names.version[i] = (byte) version.charAt(i);
        }
        String machine = "riscv32";
        for (int i = 0; i < machine.length(); i++) {
            names.machine[i] = (byte) machine.charAt(i);
        }
        String domain = "(none)";
        for (int i = 0; i < domain.length(); i++) {
            names.domain[i] = (byte) domain.charAt(i);
        }
        return names;
    }

    /** Gives the host, or its domain, another name of at most {@link #HOST_MAX} bytes. */
    public static void set(Address name, Address from, int length) {
        for (int i = 0; i < SystemName.LENGTH; i++) {
            name.storeByte(i, i < length ? from.loadByte(i) : 0);
        }
    }
}
