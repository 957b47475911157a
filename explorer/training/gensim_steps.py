"""gensim's own compiled steps of word2vec, which it offers to other Cython modules; imports gensim."""

from __future__ import annotations

import ctypes
from functools import cache

from gensim.models import word2vec_inner

_REAL, _WORD = "__pyx_t_6gensim_6models_14word2vec_inner_REAL_t", "__pyx_t_5numpy_uint32_t"
_LONG = "unsigned PY_LONG_LONG"
_NUMBERS = f"{_LONG}, {_REAL} *, {_WORD} const , int const , {_REAL} *"
_SIGNATURES = {
    "w2v_fast_sentence_sg_neg": f"{_LONG} (int const , {_WORD} *, {_LONG}, {_REAL} *, {_REAL} *, int const , "
    f"{_WORD} const , {_WORD} const , {_REAL} const , {_REAL} *, {_NUMBERS})",
    "w2v_fast_sentence_cbow_neg": f"{_LONG} (int const , {_WORD} *, {_LONG}, int *, {_REAL} *, {_REAL} *, {_REAL} *, "
    f"int const , {_WORD} const *, {_REAL} const , {_REAL} *, int, int, int, int, {_NUMBERS})",
}
"""What each function takes and returns, as far as `word2vec_kernels` knows."""


@cache
def address_of(name: str) -> int:
    """Where a function of gensim is in memory; 0 if this gensim has none of its name that takes the same."""
    capsule = getattr(word2vec_inner, "__pyx_capi__", {}).get(name)
    if capsule is None:
        return 0
    name_of = ctypes.pythonapi.PyCapsule_GetName
    name_of.argtypes, name_of.restype = [ctypes.py_object], ctypes.c_char_p
    signature = name_of(capsule)
    if signature.decode() != _SIGNATURES[name]:
        return 0
    pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
    pointer_of.argtypes, pointer_of.restype = [ctypes.py_object, ctypes.c_char_p], ctypes.c_void_p
    return int(pointer_of(capsule, signature))
