package kernels;

import cleave.magic.Embedded;
import cleave.magic.EntryPoint;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** Merge sort of a linked list, from runs of one upwards. */
final class ListSort {
    private static final int NODES = 512;
    private static final Pool POOL = new Pool();

    private ListSort() {
    }

    static final class Node extends Struct {
        Node next;
        int key;
    }

    static final class Pool extends Struct {
        @Embedded
        @Inline(NODES)
        Node[] nodes;
    }

    private static Node build(int seed) {
        Node list = null;
        int random = seed;
        for (Node node : POOL.nodes) {
            random = random * 1664525 + 1013904223;
            node.key = random >>> 8;
            node.next = list;
            list = node;
        }
        return list;
    }

    private static Node sort(Node unsorted) {
        Node list = unsorted;
        int width = 1;
        while (true) {
            Node p = list;
            Node tail = null;
            int merges = 0;
            list = null;
            while (p != null) {
                merges++;
                Node q = p;
                int left = 0;
                while (left < width && q != null) {
                    left++;
                    q = q.next;
                }
                int right = width;
                while (left > 0 || right > 0 && q != null) {
                    Node least;
                    if (left == 0 || right > 0 && q != null && q.key < p.key) {
                        least = q;
                        q = q.next;
                        right--;
                    } else {
                        least = p;
                        p = p.next;
                        left--;
                    }
                    if (tail == null) {
                        list = least;
                    } else {
                        tail.next = least;
                    }
                    tail = least;
                }
                p = q;
            }
            tail.next = null;
            if (merges <= 1) {
                return list;
            }
            width *= 2;
        }
    }

    @EntryPoint("run")
    static int run(int rounds) {
        int sum = 0;
        for (int round = 0; round < rounds; round++) {
            int place = 0;
            for (Node node = sort(build(round)); node != null; node = node.next) {
                place++;
                sum += node.key * place;
            }
        }
        return sum;
    }
}
