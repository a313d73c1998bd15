package cleave.tests.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of behaviours in {@code tests/README.md} names the tests that there are. */
class BehaviourTableTest {
    /** Programs named after a row of the process model. */
    private static final Pattern ROW = Pattern.compile("[FEWSML]\\d+(_\\w+)?");

    @Test
    void everyProgramNamedAfterABehaviourIsInTheTableAndNoOther() throws Exception {
        String table = Files.readString(Path.of("README.md"));
        List<String> told = Pattern.compile("(?<=[ ,;])[FEWSML]\\d+(_\\w+)?").matcher(
                        String.join("\n", Pattern.compile("(?<=abi )[^|;]*").matcher(table).results()
                                .map(found -> " " + found.group()).toList()))
                .results().map(MatchResult::group).distinct().sorted().toList();
        List<String> there = AbiPrograms.names().stream()
                .filter(name -> ROW.matcher(name).matches()).sorted().toList();
        assertEquals(there, told);
    }
}
