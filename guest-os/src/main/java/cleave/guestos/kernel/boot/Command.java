package cleave.guestos.kernel.boot;

import cleave.magic.Struct;

/** A store that ends or restarts the machine ({@code syscon-poweroff}, {@code syscon-reboot}). */
public final class Command extends Struct {
    /** Physical address of the word; 0 if the machine has no such command. */
    public int register;
    public int value;
    /** The node that has the register, until the whole tree is read. */
    int regmap;
}
