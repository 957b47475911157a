"""Telling the processor, from within a numba kernel, which memory it will need soon."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

LINE = 64  # bytes that come at once, on every processor that numba compiles for

_FOR_WRITING, _SOON_AND_OFTEN, _DATA = 1, 3, 1


def _prefetch(typing_context: Any, address: Any) -> Any:
    """Begin to fetch the line of memory at an address for reading and writing; nothing waits for it.

    Any address may be given: it is a hint, and one that is not ours is ignored.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = ir.IntType(8).as_pointer()
        number = ir.IntType(32)
        hint = builder.module.declare_intrinsic(
            "llvm.prefetch", [pointer], ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        )
        flags = [number(each) for each in (_FOR_WRITING, _SOON_AND_OFTEN, _DATA)]
        builder.call(hint, [builder.inttoptr(arguments[0], pointer), *flags])
        return context.get_dummy_value()

    return types.void(types.int64), generate


prefetch: Any = intrinsic(_prefetch)
