package cleave.toolchain.hosted;

import java.io.InputStream;
import java.net.URL;

/** Gives rewritten classes to one world; what is shared comes from the loader outside. */
final class HostedClassLoader extends ClassLoader {
    static final String NAME = "hosted";

    private final HostedClasses classes;
    private final HostedWorld world;

    HostedClassLoader(HostedClasses classes, HostedWorld world) {
        super(NAME, classes.parent());
        this.classes = classes;
        this.world = world;
        setDefaultAssertionStatus(true);
    }

    HostedWorld world() {
        return world;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            String internal = name.replace('.', '/');
            if (classes.isShared(internal)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = classes.rewritten(internal);
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                world.declare(classes.node(internal));
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded;
        }
    }

    @Override
    public URL getResource(String name) {
        return classes.parent().getResource(name);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        return classes.parent().getResourceAsStream(name);
    }
}
