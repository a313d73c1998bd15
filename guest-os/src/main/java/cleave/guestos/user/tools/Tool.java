package cleave.guestos.user.tools;

import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Struct;

/** One of the small tools that share an executable. */
public final class Tool extends Struct {
    public String name;
    Main main;

    /** What a tool does with its arguments; the result is the exit code. */
    public interface Main extends Fn {
        int run(int count, Address arguments);
    }

    static Tool of(String name, Main main) {
        Tool tool = new Tool();
        tool.name = name;
        tool.main = main;
        return tool;
    }
}
