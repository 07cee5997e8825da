"""Speed as ratios in one run: ``python -m benchmarks [NAME…]``.

Each module here with a ``run() -> list[Measure]`` is one benchmark.
"""
