package cleave.guestos.user.sh;

import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Sort;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Struct;

/** The variables of the shell, and the environment of what it runs. */
final class Variables {
    private static final int BUCKETS = 64;
    private static final Variable[] TABLE = new Variable[BUCKETS];
    private static final Text LINE = new Text();

    private Variables() {
    }

    private static int bucket(Address name) {
        int hash = 0;
        for (int i = 0; name.loadByte(i) != 0; i++) {
            hash = hash * 31 + name.loadUnsignedByte(i);
        }
        return hash & BUCKETS - 1;
    }

    static Variable find(Address name) {
        Variable variable = TABLE[bucket(name)];
        while (variable != null && !Strings.equal(variable.name, name)) {
            variable = variable.next;
        }
        return variable;
    }

    private static Variable make(Address name) {
        Variable variable = find(name);
        if (variable == null) {
            variable = new Variable();
            variable.name = Storage.copy(name);
            int bucket = bucket(name);
            variable.next = TABLE[bucket];
            TABLE[bucket] = variable;
        }
        return variable;
    }

    /** The value; null if the variable is not set. */
    static Address value(Address name) {
        Variable variable = find(name);
        if (variable == null) {
            return Address.of(0);
        }
        if (name.loadByte(0) == 'L' && Strings.equal(name, "LINENO")) {
            LINE.clear();
            return LINE.addNumber(Shell.line).text();
        }
        return variable.value;
    }

    static Address value(String name) {
        return value(Address.of(name));
    }

    /** Sets a variable; false, with a message and an abort, if it is read-only. */
    static boolean set(Address name, Address value) {
        Variable variable = make(name);
        if (!isWritable(variable)) {
            return false;
        }
        Address copy = Storage.copy(value);
        Heap.free(variable.value);
        variable.value = copy;
        if (ShellOptions.isSet('a')) {
            variable.flags |= Variable.EXPORTED;
        }
        changed(name);
        return true;
    }

    static boolean set(String name, Address value) {
        return set(Address.of(name), value);
    }

    static boolean setNumber(String name, long value) {
        Text text = new Text();
        boolean done = set(name, text.addNumber(value).text());
        text.free();
        return done;
    }

    /** Sets one that is not set. */
    static void preset(String name, Address value) {
        if (value(name).isNull()) {
            set(name, value);
        }
    }

    private static boolean isWritable(Variable variable) {
        if (variable.is(Variable.READONLY)) {
            Messages.warn(variable.name, "is read only");
            Control.abort();
            return false;
        }
        return true;
    }

    static void changed(Address name) {
        if (Strings.equal(name, "PATH")) {
            Commands.forget();
        } else if (Strings.equal(name, "OPTIND")) {
            Getopts.restart();
        }
    }

    /** Forgets a variable; false, with a message and an abort, if it is read-only. */
    static boolean unset(Address name) {
        Variable variable = find(name);
        if (variable == null) {
            return true;
        }
        if (!isWritable(variable)) {
            return false;
        }
        Heap.free(variable.value);
        variable.value = Address.of(0);
        variable.flags = 0;
        changed(name);
        return true;
    }

    static void mark(Address name, int flag) {
        make(name).flags |= flag;
    }

    /** Takes a variable back to what it was; the value is taken over. */
    static void putBack(Address name, Address value, int flags) {
        Variable variable = make(name);
        Heap.free(variable.value);
        variable.value = value;
        variable.flags = flags;
        changed(name);
    }

    /** Takes the environment that the shell was given; names that are none are left out. */
    static void importEnvironment() {
        for (int i = 0; !Environment.variable(i).isNull(); i++) {
            Address text = Environment.variable(i);
            int length = Assignment.nameLength(text);
            if (length > 0) {
                Address name = Storage.copy(text, length);
                set(name, text.plus(length + 1));
                mark(name, Variable.EXPORTED);
                Heap.free(name);
            }
        }
        set("LINENO", Address.of("1"));
    }

    /** What exec is given, in the scratch arena. */
    static Address environment() {
        int count = 0;
        for (Variable first : TABLE) {
            for (Variable variable = first; variable != null; variable = variable.next) {
                count += isExported(variable) ? 1 : 0;
            }
        }
        Address vector = Arena.SCRATCH.take(4 * count + 4);
        int index = 0;
        for (Variable first : TABLE) {
            for (Variable variable = first; variable != null; variable = variable.next) {
                if (isExported(variable)) {
                    vector.storeInt(4 * index, pair(variable).bits());
                    index++;
                }
            }
        }
        return vector;
    }

    private static boolean isExported(Variable variable) {
        return variable.is(Variable.EXPORTED) && !variable.value.isNull();
    }

    private static Address pair(Variable variable) {
        int name = Strings.length(variable.name);
        int value = Strings.length(variable.value);
        Address text = Arena.SCRATCH.take(name + value + 2);
        Memory.copy(text, variable.name, name);
        text.storeByte(name, '=');
        Memory.copy(text.plus(name + 1), variable.value, value);
        return text;
    }

    /** The variables that have the flag, or all for 0, by name: addresses, then a null. */
    static Address sorted(int flag) {
        int count = 0;
        for (Variable first : TABLE) {
            for (Variable variable = first; variable != null; variable = variable.next) {
                count += isListed(variable, flag) ? 1 : 0;
            }
        }
        Address all = Arena.SCRATCH.take(4 * count + 4);
        int index = 0;
        for (Variable first : TABLE) {
            for (Variable variable = first; variable != null; variable = variable.next) {
                if (isListed(variable, flag)) {
                    all.storeInt(4 * index, Address.of(variable).bits());
                    index++;
                }
            }
        }
        Sort.pointers(all, count, Variables::byName, 0);
        return all;
    }

    private static int byName(Address a, Address b, int unused) {
        return Strings.compare(Struct.at(a, Variable.class).name,
                Struct.at(b, Variable.class).name);
    }

    /** An element of {@link #sorted}; null behind the last. */
    static Variable get(Address sorted, int index) {
        return Struct.at(Address.of(sorted.loadInt(4 * index)), Variable.class);
    }

    private static boolean isListed(Variable variable, int flag) {
        return flag == 0 ? !variable.value.isNull() : variable.is(flag);
    }
}
