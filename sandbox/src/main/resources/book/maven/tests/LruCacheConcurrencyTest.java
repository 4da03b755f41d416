package org.example.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class @@Pascal@@ConcurrencyTest {
    @Test
    void staysWithinItsCapacityWhenManyThreadsPut() throws Exception {
        @@Pascal@@<Integer, Integer> cache = new @@Pascal@@<>(50, Duration.ofHours(1));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int offset = t * 1000;
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 1000; i++) {
                        cache.put(offset + i, i);
                        cache.get(offset + i - 1);
                    }
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(50, cache.size());
    }

    @Test
    void removesOnce() {
        @@Pascal@@<String, Integer> cache = new @@Pascal@@<>(2, Duration.ofHours(1));
        cache.put("one", 1);
        assertTrue(cache.remove("one"));
        assertTrue(!cache.remove("one"));
    }

    @Test
    void refusesNull() {
        @@Pascal@@<String, Integer> cache = new @@Pascal@@<>(2, Duration.ofHours(1));
        assertThrows(NullPointerException.class, () -> cache.put("one", null));
        assertThrows(NullPointerException.class, () -> cache.put(null, 1));
    }
}
