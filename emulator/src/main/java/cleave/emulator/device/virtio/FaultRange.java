package cleave.emulator.device.virtio;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sectors of a disk that fail on purpose.
 *
 * @param reading whether reads fail
 * @param writing whether writes fail
 * @param first the first sector
 * @param last the last sector
 * @param once whether only the first request that meets them fails
 */
public record FaultRange(boolean reading, boolean writing, long first, long last, boolean once) {
    private static final Pattern SYNTAX =
            Pattern.compile("(read|write|both):(\\d{1,15})(?:-(\\d{1,15}))?(:once)?");

    /**
     * Ranges joined by {@code +}, as in {@code read:100-199+write:7:once}.
     *
     * @throws IllegalArgumentException with the words for the user
     */
    public static List<FaultRange> parse(String text) {
        List<FaultRange> ranges = new ArrayList<>();
        for (String part : text.split("\\+", -1)) {
            Matcher matcher = SYNTAX.matcher(part);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + part + "' is no range of sectors that "
                        + "fail: say read:FIRST-LAST, write:SECTOR or both:FIRST-LAST:once, "
                        + "several joined by +");
            }
            long first = Long.parseLong(matcher.group(2));
            long last = matcher.group(3) == null ? first : Long.parseLong(matcher.group(3));
            if (last < first) {
                throw new IllegalArgumentException("'" + part + "' ends before it begins");
            }
            ranges.add(new FaultRange(!matcher.group(1).equals("write"),
                    !matcher.group(1).equals("read"), first, last, matcher.group(4) != null));
        }
        return List.copyOf(ranges);
    }

    boolean meets(boolean write, long from, long to) {
        return (write ? writing : reading) && from <= last && to >= first;
    }
}
