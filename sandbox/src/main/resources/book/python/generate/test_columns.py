import unittest

from @@snake@@ import Refused, convert


class ConvertTest(unittest.TestCase):
    def test_turns_rows_into_columns(self):
        table = convert(["id,name\n", "1,ada\n", "2,grace\n"], {"id": int})
        self.assertEqual(table.columns, {"id": [1, 2], "name": ["ada", "grace"]})
        self.assertEqual(table.rows, 2)

    def test_keeps_commas_and_quotes_inside_values(self):
        table = convert(['text\n', '"a, ""b"""\n'])
        self.assertEqual(table.columns, {"text": ['a, "b"']})

    def test_leaves_out_rows_that_do_not_fit(self):
        table = convert(["id,name\n", "x,ada\n", "2,grace\n", "3\n"], {"id": int})
        self.assertEqual(table.columns["name"], ["grace"])
        self.assertEqual([refused.reason for refused in table.refused], ["id: 'x' is no int", "1 values, 2 columns"])

    def test_names_the_line_of_a_refused_row(self):
        table = convert(['id,note\n', '1,"two\n', 'lines"\n', "x,bad\n"], {"id": int})
        self.assertEqual(table.refused, [Refused(line=4, reason="id: 'x' is no int")])

    def test_refuses_a_header_that_makes_no_sense(self):
        for source, types in ([], {}), (["a,a\n"], {}), (["a\n"], {"b": int}):
            with self.assertRaises(ValueError):
                convert(source, types)


if __name__ == "__main__":
    unittest.main()
