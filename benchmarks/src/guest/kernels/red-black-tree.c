/* A red-black tree with parents: inserts, finds, walks in order and deletes. */
#include <stdbool.h>
#include <stdint.h>

enum { NODES = 256 };

struct node {
    struct node *left;
    struct node *right;
    struct node *parent;
    int key;
    bool red;
};

/* nil stands for all leaves, and may for a while have a parent. */
struct tree {
    struct node *root;
    struct node nil;
};

static struct node pool[NODES];
static struct tree the_tree;

static void clear(struct tree *tree)
{
    tree->nil.red = false;
    tree->root = &tree->nil;
}

static void replace(struct tree *tree, struct node *old, struct node *fresh)
{
    struct node *parent = old->parent;
    if (parent == &tree->nil) {
        tree->root = fresh;
    } else if (parent->left == old) {
        parent->left = fresh;
    } else {
        parent->right = fresh;
    }
    fresh->parent = parent;
}

static void rotate_left(struct tree *tree, struct node *node)
{
    struct node *up = node->right;
    struct node *between = up->left;
    replace(tree, node, up);
    node->right = between;
    if (between != &tree->nil) {
        between->parent = node;
    }
    up->left = node;
    node->parent = up;
}

static void rotate_right(struct tree *tree, struct node *node)
{
    struct node *up = node->left;
    struct node *between = up->right;
    replace(tree, node, up);
    node->left = between;
    if (between != &tree->nil) {
        between->parent = node;
    }
    up->right = node;
    node->parent = up;
}

static struct node *find(struct tree *tree, int key)
{
    struct node *node = tree->root;
    while (node != &tree->nil && node->key != key) {
        node = key < node->key ? node->left : node->right;
    }
    return node;
}

static void balance_inserted(struct tree *tree, struct node *inserted)
{
    struct node *node = inserted;
    while (node->parent->red) {
        struct node *parent = node->parent;
        struct node *grandparent = parent->parent;
        if (parent == grandparent->left) {
            struct node *uncle = grandparent->right;
            if (uncle->red) {
                parent->red = false;
                uncle->red = false;
                grandparent->red = true;
                node = grandparent;
            } else {
                if (node == parent->right) {
                    node = parent;
                    rotate_left(tree, node);
                }
                node->parent->red = false;
                grandparent->red = true;
                rotate_right(tree, grandparent);
            }
        } else {
            struct node *uncle = grandparent->left;
            if (uncle->red) {
                parent->red = false;
                uncle->red = false;
                grandparent->red = true;
                node = grandparent;
            } else {
                if (node == parent->left) {
                    node = parent;
                    rotate_right(tree, node);
                }
                node->parent->red = false;
                grandparent->red = true;
                rotate_left(tree, grandparent);
            }
        }
    }
    tree->root->red = false;
}

static void insert(struct tree *tree, struct node *fresh)
{
    struct node *parent = &tree->nil;
    struct node *node = tree->root;
    while (node != &tree->nil) {
        parent = node;
        node = fresh->key < node->key ? node->left : node->right;
    }
    fresh->parent = parent;
    fresh->left = &tree->nil;
    fresh->right = &tree->nil;
    fresh->red = true;
    if (parent == &tree->nil) {
        tree->root = fresh;
    } else if (fresh->key < parent->key) {
        parent->left = fresh;
    } else {
        parent->right = fresh;
    }
    balance_inserted(tree, fresh);
}

static struct node *first(struct tree *tree, struct node *from)
{
    struct node *node = from;
    while (node->left != &tree->nil) {
        node = node->left;
    }
    return node;
}

static struct node *following(struct tree *tree, struct node *from)
{
    if (from->right != &tree->nil) {
        return first(tree, from->right);
    }
    struct node *node = from;
    struct node *parent = node->parent;
    while (parent != &tree->nil && node == parent->right) {
        node = parent;
        parent = parent->parent;
    }
    return parent;
}

static void balance_deleted(struct tree *tree, struct node *moved)
{
    struct node *node = moved;
    while (node != tree->root && !node->red) {
        struct node *parent = node->parent;
        if (node == parent->left) {
            struct node *sibling = parent->right;
            if (sibling->red) {
                sibling->red = false;
                parent->red = true;
                rotate_left(tree, parent);
                sibling = parent->right;
            }
            if (!sibling->left->red && !sibling->right->red) {
                sibling->red = true;
                node = parent;
            } else {
                if (!sibling->right->red) {
                    sibling->left->red = false;
                    sibling->red = true;
                    rotate_right(tree, sibling);
                    sibling = parent->right;
                }
                sibling->red = parent->red;
                parent->red = false;
                sibling->right->red = false;
                rotate_left(tree, parent);
                node = tree->root;
            }
        } else {
            struct node *sibling = parent->left;
            if (sibling->red) {
                sibling->red = false;
                parent->red = true;
                rotate_right(tree, parent);
                sibling = parent->left;
            }
            if (!sibling->left->red && !sibling->right->red) {
                sibling->red = true;
                node = parent;
            } else {
                if (!sibling->left->red) {
                    sibling->right->red = false;
                    sibling->red = true;
                    rotate_left(tree, sibling);
                    sibling = parent->left;
                }
                sibling->red = parent->red;
                parent->red = false;
                sibling->left->red = false;
                rotate_right(tree, parent);
                node = tree->root;
            }
        }
    }
    node->red = false;
}

static void delete(struct tree *tree, struct node *node)
{
    struct node *moved;
    bool removed_red = node->red;
    if (node->left == &tree->nil) {
        moved = node->right;
        replace(tree, node, moved);
    } else if (node->right == &tree->nil) {
        moved = node->left;
        replace(tree, node, moved);
    } else {
        struct node *next = first(tree, node->right);
        removed_red = next->red;
        moved = next->right;
        if (next->parent == node) {
            moved->parent = next;
        } else {
            replace(tree, next, moved);
            next->right = node->right;
            next->right->parent = next;
        }
        replace(tree, node, next);
        next->left = node->left;
        next->left->parent = next;
        next->red = node->red;
    }
    if (!removed_red) {
        balance_deleted(tree, moved);
    }
}

uint32_t run(int rounds)
{
    uint32_t sum = 0;
    uint32_t random = 99;
    for (int round = 0; round < rounds; round++) {
        clear(&the_tree);
        for (struct node *node = pool; node < pool + NODES; node++) {
            random = random * 1664525 + 1013904223;
            node->key = random >> 20;
            insert(&the_tree, node);
        }
        for (int key = 0; key < 4096; key += 9) {
            if (find(&the_tree, key) != &the_tree.nil) {
                sum += key;
            }
        }
        for (int i = 0; i < NODES; i += 2) {
            delete(&the_tree, &pool[i]);
        }
        struct node *node = first(&the_tree, the_tree.root);
        while (node != &the_tree.nil) {
            sum = sum * 31 + node->key;
            node = following(&the_tree, node);
        }
    }
    return sum;
}
