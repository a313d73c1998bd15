package cleave.emulator.hart;

/** Told when a supervisor has returned to a program, before that program's next instruction. */
@FunctionalInterface
public interface ReturnListener {
    /** The hart is in U-mode, at the instruction that comes next. */
    void returned(Hart hart);
}
