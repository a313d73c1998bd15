package cleave.guestos.user.usertests;

import cleave.magic.Fn;
import cleave.magic.Struct;

/** A behaviour of the process model, and what shows it. */
final class Row extends Struct {
    String name;
    String text;
    /** How often what it repeats is done, when nobody says. */
    int count;
    Body body;

    /** Finds out whether it holds, by {@link Check}. */
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
