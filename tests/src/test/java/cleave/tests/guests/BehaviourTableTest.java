package cleave.tests.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.tests.BehaviourTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of behaviours in {@code tests/README.md} names the tests that there are. */
class BehaviourTableTest {
    /** Programs named after a row of the process model. */
    private static final String NAME = "[FEWSML]\\d+(_\\w+)?";
    private static final Pattern ROW = Pattern.compile(NAME);

    @Test
    void everyBehaviourOfTheFirstStageIsInTheTableWithARowOfUsertests() throws Exception {
        Map<String, String> table = BehaviourTable.read();
        List<String> user = BehaviourTable.userRows();
        assertEquals(List.of(), BehaviourTable.FIRST_STAGE.stream()
                .filter(row -> !table.containsKey(row) || !user.contains(row)).toList());
        assertEquals(user.stream().distinct().toList(), user);
    }

    @Test
    void everyProgramNamedAfterABehaviourIsInTheTableAndNoOther() throws Exception {
        String table = Files.readString(Path.of("README.md"));
        String programs = Pattern.compile("(?<=abi )[^|;]*").matcher(table).results()
                .map(found -> " " + found.group()).collect(Collectors.joining("\n"));
        List<String> told = Pattern.compile("(?<=[ ,;])" + NAME).matcher(programs).results()
                .map(MatchResult::group).distinct().sorted().toList();
        List<String> there = AbiPrograms.names().stream()
                .filter(name -> ROW.matcher(name).matches()).sorted().toList();
        assertEquals(there, told);
    }
}
