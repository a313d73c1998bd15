package cleave.guestos.user.tools.regex;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Heap;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;

/** Which bytes a match can begin with: where none of them is, no match need be tried. */
final class FirstBytes {
    private static final Words WAITING = new Words();

    private FirstBytes() {
    }

    /** A set of 256 bits; null if a match can be empty, or begins with what is not known. */
    static Address of(Regex regex) {
        Code code = regex.code;
        Address set = ByteSet.make();
        Address seen = Heap.calloc(1, code.length());
        WAITING.clear();
        WAITING.add(0);
        boolean known = true;
        while (known && WAITING.count() > 0) {
            int at = WAITING.removeLast();
            if (seen.loadByte(at) == 0) {
                seen.storeByte(at, 1);
                known = step(regex, at, set);
            }
        }
        Heap.free(seen);
        if (!known) {
            Heap.free(set);
            return Address.of(0);
        }
        return set;
    }

    private static boolean step(Regex regex, int at, Address set) {
        int argument = regex.code.argument(at);
        switch (regex.code.operation(at)) {
            case Code.BYTE:
                ByteSet.add(set, argument);
                if (regex.ignoreCase) {
                    ByteSet.add(set, Characters.toUpper(argument));
                }
                return true;
            case Code.SET:
                ByteSet.addAll(set, Address.of(argument));
                return true;
            case Code.JUMP:
                WAITING.add(at + argument);
                return true;
            case Code.SPLIT:
                WAITING.add(at + 1);
                WAITING.add(at + argument);
                return true;
            case Code.ANY, Code.BACK, Code.MATCH:
                return false;
            default:
                WAITING.add(at + 1);
                return true;
        }
    }
}
