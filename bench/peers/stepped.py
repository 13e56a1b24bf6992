"""A program that is given one workload after another on its standard input, a
line each, and answers each with a line of JSON on its standard output: its row,
or {} for a workload that it does not offer. Other lines are for people."""

import json
import subprocess
import sys

from .rows import ending


class Stepped:
    """Starts the program with the first workload. What a crash took with it has
    a row with an error, and the next workload a new process."""

    def __init__(self, what, command, **how):
        self.what, self.command, self.how = what, command, how
        self.process = None

    def answer(self, name):
        """The row of this workload, {} if it is not offered."""
        try:
            if not self.process:
                self.process = subprocess.Popen(
                    self.command, stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE, text=True, **self.how)
        except OSError as e:
            return {"workload": name, "error": f"{self.what}: {e}"}
        try:
            self.process.stdin.write(name + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it ended: so does its output
        for line in self.process.stdout:
            # A line that a crash cut off is no row.
            if line.startswith("{") and line.endswith("\n"):
                return json.loads(line)
            print(line, end="", file=sys.stderr)
        end = ending(self.process.wait()) or "ended early"
        self.close()
        print(f"bench/compare: {self.what} {end} ({name})", file=sys.stderr)
        return {"workload": name, "error": f"{self.what} {end}"}

    def close(self):
        if self.process:
            try:
                self.process.stdin.close()
            except BrokenPipeError:
                pass
            self.process.stdout.close()
            self.process.wait()
            self.process = None
