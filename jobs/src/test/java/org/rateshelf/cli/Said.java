package org.rateshelf.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.rateshelf.TestSpark;

/** How a command ended, and what it printed: one at a time, for a process has one way out. */
record Said(int exit, String out, String err) {
  static synchronized Said run(String... args) {
    TestSpark.session();
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, UTF_8));
    System.setErr(new PrintStream(told, true, UTF_8));
    try {
      int exit = Rateshelf.run(args);
      return new Said(exit, said.toString(UTF_8), told.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
