// Java: a thread for each, of the platform's or, where there are such, virtual ones.
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

public class Waits {
  static Method startVirtual;

  static void start(Runnable body) throws Exception {
    if (startVirtual != null) {
      startVirtual.invoke(null, body);
      return;
    }
    Thread thread = new Thread(null, body, "", 64 * 1024);
    thread.setDaemon(true);
    thread.start();
  }

  static void query(long i) {
    long micros = 5000 + (i * 7919) % 5001;
    try {
      Thread.sleep(micros / 1000, (int) (micros % 1000) * 1000);
    } catch (InterruptedException error) {
      throw new RuntimeException(error);
    }
  }

  static void request(long i) {
    CountDownLatch done = new CountDownLatch(2);
    try {
      for (long k = 2 * i; k < 2 * i + 2; k++) {
        long which = k;
        start(() -> {
          query(which);
          done.countDown();
        });
      }
      done.await();
    } catch (Exception error) {
      throw new RuntimeException(error);
    }
  }

  static long resident() throws Exception {
    System.gc();
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
  }

  public static void main(String[] args) throws Exception {
    String what = args[1];
    int n = Integer.parseInt(args[2]);
    if (args[0].equals("virtual")) {
      try {
        startVirtual = Thread.class.getMethod("startVirtualThread", Runnable.class);
      } catch (NoSuchMethodException old) {
        System.err.println("this Java has no virtual threads");
        System.exit(3);
      }
    }
    CountDownLatch all = new CountDownLatch(n);
    long before = resident();
    long started = System.nanoTime();
    for (int k = 0; k < n; k++) {
      long i = k;
      start(() -> {
        if (what.equals("park")) {
          try {
            Thread.sleep(100_000_000);
          } catch (InterruptedException over) {
            return;
          }
        } else if (what.equals("requests")) request(i);
        else query(i);
        all.countDown();
      });
    }
    if (what.equals("park")) {
      Thread.sleep(50);
      System.out.println((double) (resident() - before) / n);
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
    all.await();
    System.out.println((System.nanoTime() - started) / 1e6);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
