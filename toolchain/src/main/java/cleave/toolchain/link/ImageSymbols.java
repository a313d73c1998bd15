package cleave.toolchain.link;

import cleave.toolchain.elf.ElfSymbol;
import cleave.toolchain.elf.ObjectSymbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The symbols of an executable: the local ones object by object, then the global ones. Names that
 * are the assembler's own ({@code .L1}) and what was left out are not among them.
 */
final class ImageSymbols {
    private final Map<InputSection, String> outputs = new HashMap<>();
    private final List<ElfSymbol> found = new ArrayList<>();

    private ImageSymbols(Layout layout) {
        for (OutputSection section : layout.sections()) {
            section.inputs().forEach(input -> outputs.put(input, section.name()));
        }
    }

    static List<ElfSymbol> of(List<InputObject> objects, Symbols symbols, Layout layout) {
        ImageSymbols result = new ImageSymbols(layout);
        for (InputObject object : objects) {
            for (ObjectSymbol symbol : object.symbols()) {
                Definition definition = object.definition(symbol);
                if (symbol.isLocal() && definition != null && isNamed(symbol)) {
                    result.add(symbol.name(), definition);
                }
            }
        }
        symbols.globals().forEach(result::add);
        return result.found;
    }

    private static boolean isNamed(ObjectSymbol symbol) {
        boolean named = symbol.type() != ElfSymbol.Type.SECTION
                && symbol.type() != ElfSymbol.Type.FILE;
        return named && !symbol.name().isEmpty() && !symbol.name().startsWith(".L");
    }

    private void add(String name, Definition definition) {
        if (definition instanceof Definition.InSection place) {
            ObjectSymbol symbol = place.symbol();
            if (outputs.containsKey(place.section()) && place.section().isLive()) {
                found.add(new ElfSymbol(name, place.address(), place.size(), symbol.type(),
                        symbol.binding(), outputs.get(place.section())));
            }
        } else if (definition instanceof Definition.Absolute number) {
            found.add(new ElfSymbol(name, number.address(), number.symbol().size(),
                    number.symbol().type(), number.symbol().binding(), ElfSymbol.ABSOLUTE));
        } else {
            found.add(ElfSymbol.absolute(name, definition.address()));
        }
    }
}
