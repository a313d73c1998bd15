package cleave.guestos.user.usertests;

import cleave.magic.Fn;
import cleave.magic.Struct;

/** A behaviour of the process model, and what shows it. */
final class Row extends Struct {
    /** The number it has in the process model: a letter, the family, and a number. */
    String name;
    String text;
    /** How often what it repeats is done, when nobody says. */
    int count;
    Body body;

    /**
     * Finds out whether it holds, by {@link Check}, in a process of its own that ends behind it,
     * and in a directory of its own that is empty and will be removed.
     */
    interface Body extends Fn {
        void run(int count);
    }

    static Row of(String name, int count, Body body, String text) {
        Row row = new Row();
        row.name = name;
        row.count = count;
        row.body = body;
        row.text = text;
        return row;
    }
}
