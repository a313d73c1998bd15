package cleave.emulator.cli;

/** A person at a terminal: what is typed reaches the guest at once. */
final class TypedInput implements ConsoleInput {
    private final InputQueue queue;

    TypedInput(InputQueue queue) {
        this.queue = queue;
    }

    @Override
    public int take() {
        return queue.take();
    }

    @Override
    public boolean hasInput() {
        return !queue.isEmpty();
    }

    @Override
    public boolean closed() {
        return queue.isOver();
    }

    @Override
    public boolean isLive() {
        return !queue.isOver();
    }

    @Override
    public void await(long nanoseconds) {
        queue.await(nanoseconds);
    }
}
