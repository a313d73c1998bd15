package cleave.emulator.cli;

import cleave.emulator.cli.ExpectScript.Exit;
import cleave.emulator.cli.ExpectScript.Expect;
import cleave.emulator.cli.ExpectScript.Fail;
import cleave.emulator.cli.ExpectScript.Pause;
import cleave.emulator.cli.ExpectScript.Send;
import cleave.emulator.cli.ExpectScript.Step;
import cleave.emulator.cli.ExpectScript.Timeout;
import cleave.emulator.time.EventQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Plays an {@link ExpectScript} at the guest's console: it is the guest's input, and listens to its
 * output. Waits on virtual time, so that a script ends the same way on every host.
 */
final class ExpectRun implements ConsoleInput {
    private static final long DEFAULT_TIMEOUT = 60 * EventQueue.CYCLES_PER_SECOND;
    /** As much of what the guest printed is looked at; older text is forgotten. */
    private static final int WINDOW = 1 << 16;

    private final ExpectScript script;
    private final EventQueue events;
    private final HostRequests requests;
    private final Consumer<String> report;
    private final EventQueue.Event clock;
    private final Iterator<Step> steps;
    private final List<Fail> forbidden = new ArrayList<>();
    private final Deque<Byte> input = new ArrayDeque<>();
    private final StringBuilder heard = new StringBuilder();
    private long timeout = DEFAULT_TIMEOUT;
    private Step current;
    private Ending verdict;

    /** @param report hears a line for each step that is done */
    ExpectRun(ExpectScript script, EventQueue events, HostRequests requests,
            Consumer<String> report) {
        this.script = script;
        this.events = events;
        this.requests = requests;
        this.report = report;
        this.clock = events.register("expect", this::timeIsOver);
        this.steps = script.steps().iterator();
    }

    void start() {
        advance();
    }

    /** How the script ended; null while it goes on. */
    Ending verdict() {
        return verdict;
    }

    /** The run has ended by itself: what does that mean for the script? */
    Ending judge(Ending ending) {
        if (verdict != null) {
            return verdict;
        }
        boolean exited = ending.word().equals("exited");
        if (current instanceof Exit exit && exited) {
            boolean right = exit.code() == ending.exitCode();
            return right ? success() : failure("the guest's exit code is " + ending.exitCode());
        }
        String reason = ending.message() == null ? ending.word() : ending.message();
        return exited && ending.exitCode() == 0 ? failure("the guest has ended itself")
                : new Ending(ending.word(), ending.exitCode(), where() + reason);
    }

    private void advance() {
        clock.cancel();
        current = null;
        while (current == null && verdict == null) {
            if (!steps.hasNext()) {
                end(success());
                return;
            }
            Step step = steps.next();
            if (step instanceof Timeout limit) {
                timeout = limit.cycles();
            } else if (step instanceof Fail fail) {
                forbidden.add(fail);
            } else if (step instanceof Send send) {
                for (byte octet : send.bytes()) {
                    input.add(octet);
                }
                tell(send);
            } else {
                current = step;
                long wait = step instanceof Pause pause ? pause.cycles() : timeout;
                clock.at(events.now() + wait);
                if (step instanceof Expect expect) {
                    met(expect, expect.sought().find(heard));
                }
            }
        }
    }

    private void tell(Step step) {
        report.accept(String.format(Locale.ROOT, "%s:%d: %s  [%.6f s]", script.name(), step.line(),
                step.words(), events.now() / (double) EventQueue.CYCLES_PER_SECOND));
    }

    @Override
    public void heard(int value) {
        if (verdict != null) {
            return;
        }
        heard.append((char) value);
        if (heard.length() > WINDOW) {
            heard.delete(0, WINDOW / 2);
        }
        listen();
    }

    private void listen() {
        for (Fail fail : forbidden) {
            if (fail.sought().findAtEnd(heard) >= 0) {
                end(failure("the guest printed what line " + fail.line() + " forbids, "
                        + fail.words()));
                return;
            }
        }
        if (current instanceof Expect expect) {
            met(expect, expect.sought().findAtEnd(heard));
        }
    }

    /** @param end of the match, or -1 */
    private void met(Expect expect, int end) {
        if (end >= 0) {
            heard.delete(0, end);
            tell(expect);
            advance();
        }
    }

    private void timeIsOver() {
        if (current instanceof Pause) {
            advance();
        } else if (current != null) {
            end(new Ending("expect-timeout", ExitCode.TIME_LIMIT,
                    where() + "waited in vain: " + current.words()));
        }
    }

    private void end(Ending ending) {
        verdict = ending;
        requests.post(HostRequests.Request.SCRIPT_OVER);
    }

    private static Ending success() {
        return new Ending("expect-done", ExitCode.SUCCESS, null);
    }

    private Ending failure(String why) {
        return new Ending("expect-failed", ExitCode.EXPECTATION_FAILED, where() + why);
    }

    private String where() {
        return script.name() + (current != null ? ":" + current.line() : "") + ": ";
    }

    @Override
    public int take() {
        return input.isEmpty() ? -1 : input.remove() & 0xff;
    }

    @Override
    public boolean hasInput() {
        return !input.isEmpty();
    }

    @Override
    public boolean closed() {
        return false;
    }
}
