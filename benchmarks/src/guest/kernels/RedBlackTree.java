package kernels;

import cleave.magic.Embedded;
import cleave.magic.EntryPoint;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** A red-black tree with parents: inserts, finds, walks in order and deletes. */
final class RedBlackTree {
    private static final int NODES = 256;
    private static final Pool POOL = new Pool();
    private static final Tree TREE = new Tree();

    private RedBlackTree() {
    }

    static final class Node extends Struct {
        Node left;
        Node right;
        Node parent;
        int key;
        boolean red;
    }

    static final class Pool extends Struct {
        @Embedded
        @Inline(NODES)
        Node[] nodes;
    }

    /** {@code nil} stands for all leaves, and may for a while have a parent. */
    static final class Tree extends Struct {
        Node root;
        @Embedded
        Node nil;
    }

    private static void clear(Tree tree) {
        tree.nil.red = false;
        tree.root = tree.nil;
    }

    private static void replace(Tree tree, Node old, Node fresh) {
        Node parent = old.parent;
        if (parent == tree.nil) {
            tree.root = fresh;
        } else if (parent.left == old) {
            parent.left = fresh;
        } else {
            parent.right = fresh;
        }
        fresh.parent = parent;
    }

    private static void rotateLeft(Tree tree, Node node) {
        Node up = node.right;
        Node between = up.left;
        replace(tree, node, up);
        node.right = between;
        if (between != tree.nil) {
            between.parent = node;
        }
        up.left = node;
        node.parent = up;
    }

    private static void rotateRight(Tree tree, Node node) {
        Node up = node.left;
        Node between = up.right;
        replace(tree, node, up);
        node.left = between;
        if (between != tree.nil) {
            between.parent = node;
        }
        up.right = node;
        node.parent = up;
    }

    private static Node find(Tree tree, int key) {
        Node node = tree.root;
        while (node != tree.nil && node.key != key) {
            node = key < node.key ? node.left : node.right;
        }
        return node;
    }

    private static void balanceInserted(Tree tree, Node inserted) {
        Node node = inserted;
        while (node.parent.red) {
            Node parent = node.parent;
            Node grandparent = parent.parent;
            if (parent == grandparent.left) {
                Node uncle = grandparent.right;
                if (uncle.red) {
                    parent.red = false;
                    uncle.red = false;
                    grandparent.red = true;
                    node = grandparent;
                } else {
                    if (node == parent.right) {
                        node = parent;
                        rotateLeft(tree, node);
                    }
                    node.parent.red = false;
                    grandparent.red = true;
                    rotateRight(tree, grandparent);
                }
            } else {
                Node uncle = grandparent.left;
                if (uncle.red) {
                    parent.red = false;
                    uncle.red = false;
                    grandparent.red = true;
                    node = grandparent;
                } else {
                    if (node == parent.left) {
                        node = parent;
                        rotateRight(tree, node);
                    }
                    node.parent.red = false;
                    grandparent.red = true;
                    rotateLeft(tree, grandparent);
                }
            }
        }
        tree.root.red = false;
    }

    private static void insert(Tree tree, Node fresh) {
        Node parent = tree.nil;
        Node node = tree.root;
        while (node != tree.nil) {
            parent = node;
            node = fresh.key < node.key ? node.left : node.right;
        }
        fresh.parent = parent;
        fresh.left = tree.nil;
        fresh.right = tree.nil;
        fresh.red = true;
        if (parent == tree.nil) {
            tree.root = fresh;
        } else if (fresh.key < parent.key) {
            parent.left = fresh;
        } else {
            parent.right = fresh;
        }
        balanceInserted(tree, fresh);
    }

    private static Node first(Tree tree, Node from) {
        Node node = from;
        while (node.left != tree.nil) {
            node = node.left;
        }
        return node;
    }

    private static Node following(Tree tree, Node from) {
        if (from.right != tree.nil) {
            return first(tree, from.right);
        }
        Node node = from;
        Node parent = node.parent;
        while (parent != tree.nil && node == parent.right) {
            node = parent;
            parent = parent.parent;
        }
        return parent;
    }

    private static void balanceDeleted(Tree tree, Node moved) {
        Node node = moved;
        while (node != tree.root && !node.red) {
            Node parent = node.parent;
            if (node == parent.left) {
                Node sibling = parent.right;
                if (sibling.red) {
                    sibling.red = false;
                    parent.red = true;
                    rotateLeft(tree, parent);
                    sibling = parent.right;
                }
                if (!sibling.left.red && !sibling.right.red) {
                    sibling.red = true;
                    node = parent;
                } else {
                    if (!sibling.right.red) {
                        sibling.left.red = false;
                        sibling.red = true;
                        rotateRight(tree, sibling);
                        sibling = parent.right;
                    }
                    sibling.red = parent.red;
                    parent.red = false;
                    sibling.right.red = false;
                    rotateLeft(tree, parent);
                    node = tree.root;
                }
            } else {
                Node sibling = parent.left;
                if (sibling.red) {
                    sibling.red = false;
                    parent.red = true;
                    rotateRight(tree, parent);
                    sibling = parent.left;
                }
                if (!sibling.left.red && !sibling.right.red) {
                    sibling.red = true;
                    node = parent;
                } else {
                    if (!sibling.left.red) {
                        sibling.right.red = false;
                        sibling.red = true;
                        rotateLeft(tree, sibling);
                        sibling = parent.left;
                    }
                    sibling.red = parent.red;
                    parent.red = false;
                    sibling.left.red = false;
                    rotateRight(tree, parent);
                    node = tree.root;
                }
            }
        }
        node.red = false;
    }

    private static void delete(Tree tree, Node node) {
        Node moved;
        boolean removedRed = node.red;
        if (node.left == tree.nil) {
            moved = node.right;
            replace(tree, node, moved);
        } else if (node.right == tree.nil) {
            moved = node.left;
            replace(tree, node, moved);
        } else {
            Node next = first(tree, node.right);
            removedRed = next.red;
            moved = next.right;
            if (next.parent == node) {
                moved.parent = next;
            } else {
                replace(tree, next, moved);
                next.right = node.right;
                next.right.parent = next;
            }
            replace(tree, node, next);
            next.left = node.left;
            next.left.parent = next;
            next.red = node.red;
        }
        if (!removedRed) {
            balanceDeleted(tree, moved);
        }
    }

    @EntryPoint("run")
    static int run(int rounds) {
        int sum = 0;
        int random = 99;
        for (int round = 0; round < rounds; round++) {
            clear(TREE);
            for (Node node : POOL.nodes) {
                random = random * 1664525 + 1013904223;
                node.key = random >>> 20;
                insert(TREE, node);
            }
            for (int key = 0; key < 4096; key += 9) {
                if (find(TREE, key) != TREE.nil) {
                    sum += key;
                }
            }
            for (int i = 0; i < NODES; i += 2) {
                delete(TREE, POOL.nodes[i]);
            }
            Node node = first(TREE, TREE.root);
            while (node != TREE.nil) {
                sum = sum * 31 + node.key;
                node = following(TREE, node);
            }
        }
        return sum;
    }
}
