"""What the installed dependencies bring and no function ever reads."""

import shutil
from collections.abc import Iterator
from pathlib import Path

#: The services that functions/ calls; `sts` is how botocore assumes roles.
SERVICES = {"dynamodb", "sqs", "stepfunctions", "sesv2", "scheduler", "secretsmanager", "sts"}
#: The languages that may be offered, with their regions and what CLDR has these inherit from.
LOCALES = {
    "root",
    *("en", "en_001", "en_150", "en_CH", "en_GB", "en_US"),
    *("fr", "fr_BE", "fr_CA", "fr_CH", "fr_FR"),
    *("es", "es_419", "es_ES", "es_MX"),
    *("ar", "ar_001", "ar_EG"),
}
#: Of fontTools, which can do far more with fonts than fpdf2 asks for: what that imports is what cutting a font needs.
_FONT_TABLES = {
    *("__init__", "DefaultTable", "TupleVariation", "ttProgram", "BitmapGlyphMetrics", "sbixGlyph", "sbixStrike"),
    *("otBase", "otConverters", "otData", "otDataSchema", "otTables", "otTraverse"),
    *("C_F_F_", "C_O_L_R_", "C_P_A_L_", "D_S_I_G_", "E_B_D_T_", "E_B_L_C_", "G_D_E_F_", "G_P_O_S_", "G_S_U_B_"),
    *("H_V_A_R_", "M_A_T_H_", "O_S_2f_2", "S_V_G_", "V_A_R_C_", "V_O_R_G_", "V_V_A_R_"),
    *("_a_n_k_r", "_b_s_l_n", "_c_m_a_p", "_f_v_a_r", "_g_l_y_f", "_g_v_a_r", "_h_d_m_x", "_h_e_a_d", "_h_h_e_a"),
    *("_h_m_t_x", "_k_e_r_n", "_l_c_a_r", "_l_o_c_a", "_m_a_x_p", "_n_a_m_e", "_o_p_b_d", "_p_o_s_t", "_p_r_o_p"),
    *("_s_b_i_x", "_v_h_e_a", "_v_m_t_x"),
}
_PENS = {"__init__", "basePen", "boundsPen", "filterPen", "pointPen", "recordingPen", "transformPen", "ttGlyphPen"}
_NEVER = (
    "bin",
    # No package here reads its own metadata on a road that we take.
    "*.dist-info",
    "**/*.pyi",
    "**/py.typed",
    "**/tests",
    "share",
    # httpx brings it for what is asynchronous; nothing here is.
    "anyio/_backends/_asyncio.py",
    "anyio/_backends/_trio.py",
    "anyio/pytest_plugin.py",
    "babel/messages/frontend.py",
    "boto3/data/*",
    "boto3/examples",
    # Certificates have no pictures: fpdf2 does without Pillow.
    "PIL",
    "pillow.libs",
    # Compiled for speed, beside the same modules in Python; they alone are three times as large as all the rest.
    "fontTools/**/*.so",
    "fontTools/**/*.pyx",
    "fontTools/**/*.c",
    *(f"fontTools/{name}" for name in ("cu2qu", "diff", "merge", "mtiLib", "qu2cu", "t1Lib", "ufoLib", "voltLib")),
    *(f"fontTools/{name}.py" for name in ("__main__", "afmLib", "annotations", "fontBuilder", "help", "tfmLib", "ttx")),
    *(f"fontTools/feaLib/{name}.py" for name in ("__main__", "builder", "lexer", "parser", "variableScalar")),
    *(f"fontTools/varLib/{name}*" for name in ("avar", "interpol", "plot", "mutator", "hvar", "cff", "__main__")),
    "fontTools/misc/symfont.py",
    "fontTools/misc/testTools.py",
    "icalendar/fuzzing",
    # Zones are Python's own, from tzdata.
    "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz",
    # The sources of the zones, which Python reads in their compiled form.
    "tzdata/zoneinfo/tzdata.zi",
    "pydantic/mypy.py",
    "pydantic/v1",
    "aws_lambda_powertools/event_handler/openapi/swagger_ui/*.min.*",
)


def trim(folder: Path) -> None:
    """Deletes from a directory of installed packages what the functions do without."""
    for path in sorted({*_unread(folder), *_services(folder), *_locales(folder), *_of_fonts(folder)}, reverse=True):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _unread(folder: Path) -> Iterator[Path]:
    for pattern in _NEVER:
        yield from folder.glob(pattern)


def _services(folder: Path) -> Iterator[Path]:
    """Each service's folder but ours; the files beside them (endpoints, partitions, defaults) stay."""
    data = folder / "botocore" / "data"
    yield from (path for path in data.glob("*") if path.is_dir() and path.name not in SERVICES)


def _locales(folder: Path) -> Iterator[Path]:
    data = folder / "babel" / "locale-data"
    yield from (path for path in data.glob("*.dat") if path.stem not in LOCALES)


def _of_fonts(folder: Path) -> Iterator[Path]:
    for inside, kept in (("ttLib/tables", _FONT_TABLES), ("pens", _PENS)):
        modules = (folder / "fontTools" / inside).glob("*")
        yield from (path for path in modules if path.stem not in kept)
