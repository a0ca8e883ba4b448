"""For auditors: what was in force, who could do what, and what adds up; read-only."""
