package cleave.toolchain.isa;

/** The extension of the unprivileged or privileged manual that an instruction belongs to. */
public enum Extension {
    RV32I, M, A, C, ZICSR, ZIFENCEI, ZIHINTPAUSE, ZBA, ZBB, ZBS, PRIVILEGED
}
