package cleave.guestos.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does independent pieces of the build at the same time, as many as there are processors. */
final class Workers {
    /** A piece of work. */
    interface Work {
        void run() throws IOException;
    }

    private Workers() {
    }

    /** Does them all; the first that fails, in their order, ends the build. */
    static void run(List<Work> all) throws IOException {
        ExecutorService pool =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> results = new ArrayList<>();
            for (Work work : all) {
                results.add(pool.submit(() -> {
                    work.run();
                    return null;
                }));
            }
            for (Future<?> result : results) {
                await(result);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void await(Future<?> result) throws IOException {
        try {
            result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the build was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
