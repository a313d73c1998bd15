package cleave.images.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a check has found, and what the inodes are called. */
public final class Report {
    /** A damaged inode table says the same thing a thousand times. */
    private static final int MOST = 200;

    private final String image;
    private final long start;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Long, String> paths = new HashMap<>();
    private int count;
    private String summary = "";
    private final List<String> notes = new ArrayList<>();

    /**
     * @param image the file, for people
     * @param start where the file system begins in it, in bytes
     */
    Report(String image, long start) {
        this.image = image;
        this.start = start;
    }

    void add(long inode, WayOut wayOut, String format, Object... values) {
        count++;
        if (findings.size() < MOST) {
            findings.add(new Finding(inode, String.format(format, values), wayOut));
        }
    }

    void name(long inode, String path) {
        paths.putIfAbsent(inode, path);
    }

    /** What is in use, of a file system without damage. */
    void summarise(String words) {
        summary = words;
    }

    /** Something to know that is no damage. */
    void note(String words) {
        notes.add(words);
    }

    public boolean isClean() {
        return count == 0;
    }

    private String place(long inode) {
        return inode == 0 ? "file system"
                : paths.getOrDefault(inode, "no name") + " (inode " + inode + ")";
    }

    /** A line for each finding, and one at the end. */
    public List<String> lines() {
        String target = start == 0 ? image : "'" + image + "?offset=" + start + "'";
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            lines.add(image + ": " + place(finding.inode()) + ": " + finding.what() + "; "
                    + finding.wayOut().words(target));
        }
        notes.forEach(note -> lines.add(image + ": note: " + note));
        lines.add(image + ": " + (isClean() ? "clean: " + summary
                : count == 1 ? "1 finding" : count + " findings"
                        + (count > MOST ? ", of which " + MOST + " are listed" : "")));
        return lines;
    }
}
