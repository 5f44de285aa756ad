"""Who signs in East Asian lines."""

import pytest
from proof import KNOWLEDGE

from ingest.read.plain.signed import signed


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("윤가람 기자 garam@example.com", [("윤가람", "author")]),
        ("(서울=연합뉴스) 홍길동 기자 = 어제", [("홍길동", "author"), ("연합뉴스", "agency")]),
        ("〔記者林美玲／白沙報導〕白沙鎮今年", [("林美玲", "author")]),
        ("本报北京1月2日电（记者 张三 李四）今天", [("张三", "author"), ("李四", "author")]),
        ("本报记者 王小明", [("王小明", "author")]),
        ("2025年1月13日 20時01分（共同通信社）", [("共同通信社", "agency")]),
        ("漁港夜色繽紛。（記者林美玲攝）", []),  # took the picture
        ("그는 기자들과 만나", []),
        ("A line (Reuters) of another script", []),
    ],
)
def test_who_signs(line: str, expected: list[tuple[str, str]]) -> None:
    assert [(line[start:end], field) for start, end, field in signed(line, KNOWLEDGE)] == expected
