package cleave.emulator.device.virtio;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sectors of a disk that fail on purpose, or requests by their number.
 *
 * @param reading whether reads fail
 * @param writing whether writes fail
 * @param counted whether requests of these kinds are counted, from 1 on, and not sectors
 * @param first the first sector or request
 * @param last the last sector or request
 * @param once whether only the first request that meets them fails
 */
public record FaultRange(boolean reading, boolean writing, boolean counted, long first, long last,
        boolean once) {
    private static final Pattern SYNTAX =
            Pattern.compile("(read|write|both):(#?)(\\d{1,15})(?:-(\\d{1,15}))?(:once)?");

    /**
     * Ranges joined by {@code +}, as in {@code read:100-199+write:7:once} or {@code read:#5}, the
     * fifth read.
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
                        + "or read:#N for the N-th read; several joined by +");
            }
            long first = Long.parseLong(matcher.group(3));
            long last = matcher.group(4) == null ? first : Long.parseLong(matcher.group(4));
            if (last < first) {
                throw new IllegalArgumentException("'" + part + "' ends before it begins");
            }
            ranges.add(new FaultRange(!matcher.group(1).equals("write"),
                    !matcher.group(1).equals("read"), !matcher.group(2).isEmpty(), first, last,
                    matcher.group(5) != null));
        }
        return List.copyOf(ranges);
    }

    boolean isOf(boolean write) {
        return write ? writing : reading;
    }

    boolean meets(long from, long to) {
        return from <= last && to >= first;
    }
}
