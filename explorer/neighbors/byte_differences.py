"""The sum of the differences of many bytes, by the instruction that x86 processors have for it; imports numba."""

from __future__ import annotations

import os
import platform
from functools import reduce
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

_HIGH, _HALF = np.uint8(240), np.uint8(4)  # the upper of the two codes of a byte
_FIT = 256  # bytes, which can differ by 255 each: their sum has 16 bits
_REGISTERS = {32: "llvm.x86.avx2.psad.bw", 16: "llvm.x86.sse2.psad.bw"}
"""How many bytes the instruction takes at once, to its name."""

Bytes = NDArray[np.uint8]


def _width() -> int:
    """The bytes of a register, 0 on other processors."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return 0
    is_host = not {"NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES"} & os.environ.keys()  # or it compiles for another processor
    return 32 if is_host and llvm.get_host_cpu_features().get("avx2") else 16


def _summing(width: int) -> Any:
    """Code for `steps_between` that goes through the bytes at three addresses, ``width`` at a time."""
    whole, low, sums = (ir.VectorType(ir.IntType(bits), 8 * width // bits) for bits in (8, 16, 64))

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        codes, lows, highs, n = arguments
        number = ir.IntType(64)
        differ = builder.module.declare_intrinsic(_REGISTERS[width], (), ir.FunctionType(sums, [whole, whole]))
        first, loop, end = builder.block, builder.append_basic_block(), builder.append_basic_block()
        builder.branch(loop)
        builder.position_at_end(loop)
        at, total = builder.phi(number), builder.phi(sums)
        at.add_incoming(number(0), first)
        total.add_incoming(sums([0] * (width // 8)), first)

        def load(address: Any) -> Any:
            return builder.load(builder.inttoptr(builder.add(address, at), whole.as_pointer()), align=1)

        both, mask = load(codes), whole([int(_HIGH)] * width)
        shifted = builder.bitcast(builder.shl(builder.bitcast(both, low), low([int(_HALF)] * (width // 2))), whole)
        of_lows = builder.call(differ, [builder.and_(shifted, mask), load(lows)])
        of_highs = builder.call(differ, [builder.and_(both, mask), load(highs)])
        later, summed = builder.add(at, number(width)), builder.add(total, builder.add(of_lows, of_highs))
        at.add_incoming(later, loop)
        total.add_incoming(summed, loop)
        builder.cbranch(builder.icmp_unsigned("<", later, n), loop, end)
        builder.position_at_end(end)
        parts = [builder.extract_element(summed, ir.IntType(32)(place)) for place in range(width // 8)]
        return reduce(builder.add, parts)

    return generate


def _sums(typing: Any, codes: Any, lows: Any, highs: Any, n: Any) -> Any:
    return types.int64(types.uint64, types.uint64, types.uint64, types.int64), _summing(_width())


_sum_of_differences: Any = intrinsic(_sums)


def _by_instruction(codes: Bytes, low: Bytes, high: Bytes) -> int:
    return int(_sum_of_differences(codes.ctypes.data, low.ctypes.data, high.ctypes.data, len(codes)))


def _by_loop(codes: Bytes, low: Bytes, high: Bytes) -> int:
    steps = 0
    for first in range(0, len(codes), _FIT):
        of_low = of_high = np.uint16(0)
        for column in range(first, min(first + _FIT, len(codes))):
            code = np.uint8(codes[column] << _HALF)
            of_low = np.uint16(of_low + np.uint8(max(code, low[column]) - min(code, low[column])))
            code = np.uint8(codes[column] & _HIGH)
            of_high = np.uint16(of_high + np.uint8(max(code, high[column]) - min(code, high[column])))
        steps += int(of_low) + int(of_high)
    return steps


steps_between: Any = njit(nogil=True, inline="never")(_by_instruction if _width() else _by_loop)
"""The L1 distance, in a query's steps, of a row's codes from those of a query.

codes:      two a byte, a multiple of 32 bytes
low, high:  16 times the query's codes, for the lower and the upper halves of the bytes
"""
