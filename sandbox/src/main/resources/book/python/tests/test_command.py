import contextlib
import io
import json
import unittest
from unittest import mock

from @@snake@@.__main__ import main


def run(source, *arguments):
    out, err = io.StringIO(), io.StringIO()
    with mock.patch("sys.stdin", io.StringIO(source)), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(arguments))
    return code, out.getvalue(), err.getvalue()


class CommandTest(unittest.TestCase):
    def test_prints_columns(self):
        code, out, err = run("id,name\n1,ada\n", "--types", "id=int")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(json.loads(out), {"id": [1], "name": ["ada"]})

    def test_reports_refused_rows(self):
        code, out, err = run("id\nx\n2\n", "--types", "id=int")
        self.assertEqual(code, 3)
        self.assertEqual(json.loads(out), {"id": [2]})
        self.assertIn("line 2", err)

    def test_says_when_the_input_has_no_header(self):
        code, _, err = run("")
        self.assertEqual(code, 2)
        self.assertIn("must name the columns", err)


if __name__ == "__main__":
    unittest.main()
