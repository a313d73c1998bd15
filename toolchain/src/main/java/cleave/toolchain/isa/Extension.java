package cleave.toolchain.isa;

import java.util.Collection;
import java.util.EnumSet;
import java.util.StringJoiner;

/**
 * The extension of the unprivileged or privileged manual that an instruction belongs to, in the
 * order in which ISA strings name them (volume I, "ISA Extension Naming Conventions").
 */
public enum Extension {
    RV32I("rv32i2p1"),
    M("m2p0"),
    A("a2p1"),
    C("c2p0"),
    ZICSR("zicsr2p0"),
    ZIFENCEI("zifencei2p0"),
    ZIHINTPAUSE("zihintpause2p0"),
    ZBA("zba1p0"),
    ZBB("zbb1p0"),
    ZBS("zbs1p0"),
    /** The privileged instructions, which ISA strings do not mention. */
    PRIVILEGED("");

    private final String nameAndVersion;

    Extension(String nameAndVersion) {
        this.nameAndVersion = nameAndVersion;
    }

    /** The ISA string of RV32I with these extensions: {@code rv32i2p1_m2p0_zicsr2p0}. */
    public static String isaString(Collection<Extension> extensions) {
        EnumSet<Extension> ordered = EnumSet.of(RV32I);
        ordered.addAll(extensions);
        ordered.remove(PRIVILEGED);
        StringJoiner string = new StringJoiner("_");
        ordered.forEach(extension -> string.add(extension.nameAndVersion));
        return string.toString();
    }
}
