package cleave.toolchain.link;

import cleave.toolchain.elf.ElfObject;
import cleave.toolchain.elf.ObjectSymbol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes from libraries the objects that define what is missing, until nothing more is found. */
final class Libraries {
    private final List<ElfObject> taken = new ArrayList<>();
    private final Set<String> defined = new HashSet<>();
    private final Set<String> wanted = new HashSet<>();

    private Libraries() {
    }

    static List<ElfObject> complete(List<ElfObject> objects, List<ElfObject> library,
            String entry) {
        Libraries libraries = new Libraries();
        libraries.wanted.add(entry);
        objects.forEach(libraries::take);
        List<ElfObject> rest = new ArrayList<>(library);
        boolean found = true;
        while (found) {
            found = false;
            for (ElfObject object : List.copyOf(rest)) {
                if (libraries.wants(object)) {
                    libraries.take(object);
                    rest.remove(object);
                    found = true;
                }
            }
        }
        return libraries.taken;
    }

    private void take(ElfObject object) {
        taken.add(object);
        for (ObjectSymbol symbol : object.symbols()) {
            if (isDefinition(symbol)) {
                defined.add(symbol.name());
            } else if (symbol.isUndefined() && !symbol.isLocal() && !symbol.isWeak()) {
                wanted.add(symbol.name());
            }
        }
    }

    private boolean wants(ElfObject object) {
        return object.symbols().stream().anyMatch(symbol -> isDefinition(symbol)
                && wanted.contains(symbol.name()) && !defined.contains(symbol.name()));
    }

    private static boolean isDefinition(ObjectSymbol symbol) {
        return !symbol.isLocal() && !symbol.isUndefined();
    }
}
