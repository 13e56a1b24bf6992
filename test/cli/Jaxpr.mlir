// The notation of `str(jax.make_jaxpr(f))`.
// RUN: weft dump %s --fn one | FileCheck %s --check-prefix=ONE
// RUN: weft dump %s --fn none | FileCheck %s --check-prefix=NONE
// RUN: weft dump %s --fn many | FileCheck %s --check-prefix=MANY
// RUN: weft dump %s --fn literals | FileCheck %s --check-prefix=LITERALS
// RUN: weft dump %s --fn windows | FileCheck %s --check-prefix=WINDOWS
// RUN: weft dump %s --fn bodies | FileCheck %s --check-prefix=BODIES

// ONE: {{^}}{ lambda ; a:f32[3]. let b:f32[3] = sin a in (b,) }{{$}}
func.func @one(%x: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sin %x : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// NONE: {{^}}{ lambda ; a:f32[] b:i32[2]. let  in (b, a) }{{$}}
func.func @none(%x: tensor<f32>, %y: tensor<2xi32>)
    -> (tensor<2xi32>, tensor<f32>) {
  weft.return %y, %x : tensor<2xi32>, tensor<f32>
}

//      MANY: {{^}}{ lambda ; a:f32[2,3] b:f32[3,4]. let{{$}}
// MANY-NEXT: {{^}}    c:f32[2,4] = dot_general[{{$}}
// MANY-NEXT: {{^}}      dimension_numbers=(([1], [0]), ([], [])){{$}}
// MANY-NEXT: {{^}}      preferred_element_type=float32{{$}}
// MANY-NEXT: {{^}}    ] a b{{$}}
// MANY-NEXT: {{^}}    d:f32[4,2] = transpose[permutation=(1, 0)] c{{$}}
// MANY-NEXT: {{^}}    e:f32[4] = reduce_sum[axes=(1,) out_sharding=None] d{{$}}
// MANY-NEXT: {{^}}    f:f32[4] = integer_pow[y=2] e{{$}}
// MANY-NEXT: {{^}}    g:i32[4] = convert_element_type[new_dtype=int32 weak_type=False] f{{$}}
// MANY-NEXT: {{^}}    h:i32[2,4] = broadcast_in_dim[broadcast_dimensions=(1,)] g{{$}}
// MANY-NEXT: {{^}}    i:bool[4] = lt e f{{$}}
// MANY-NEXT: {{^}}    j:f32[4] = select_n i f e{{$}}
// MANY-NEXT: {{^}}    k:f32[2] = slice[limit_indices=(3,) start_indices=(1,) strides=None] j{{$}}
// MANY-NEXT: {{^}}    _:f32[2] = neg k{{$}}
// MANY-NEXT: {{^}}  in (h, k) }{{$}}
func.func @many(%x: tensor<2x3xf32>, %y: tensor<3x4xf32>)
    -> (tensor<2x4xi32>, tensor<2xf32>) {
  %0 = weft.dot_general %x, %y batch [] [] contract [1] [0]
      : tensor<2x3xf32>, tensor<3x4xf32> -> tensor<2x4xf32>
  %1 = weft.transpose %0 by [1, 0] : tensor<2x4xf32>
  %2 = weft.reduce_sum %1 over [1] : tensor<4x2xf32>
  %3 = weft.integer_pow %2 to 2 : tensor<4xf32>
  %4 = weft.convert %3 : tensor<4xf32> to tensor<4xi32>
  %5 = weft.broadcast_in_dim %4 to [1] : tensor<4xi32> -> tensor<2x4xi32>
  %6 = weft.compare lt %2, %3 : tensor<4xf32>
  %7 = weft.select %6, %2, %3 : tensor<4xi1>, tensor<4xf32>
  %8 = weft.slice %7 [1] [3] [1] : tensor<4xf32>
  %9 = weft.neg %8 : tensor<2xf32>
  weft.return %5, %8 : tensor<2x4xi32>, tensor<2xf32>
}

//      LITERALS: {{^}}{ lambda a:f32[2]; b:f32[2]. let{{$}}
// LITERALS-NEXT: {{^}}    c:f32[2] = mul 2.0:f32[] b{{$}}
// LITERALS-NEXT: {{^}}    d:f32[2] = add c 9.999999747378752e-06:f32[]{{$}}
// LITERALS-NEXT: {{^}}    e:f32[2] = max -inf:f32[] d{{$}}
// LITERALS-NEXT: {{^}}    f:f32[2] = add e a{{$}}
// LITERALS-NEXT: {{^}}    g:f32[3] = broadcast_in_dim 0.0:f32[]{{$}}
// LITERALS-NEXT: {{^}}  in (f, g, True:bool[]) }{{$}}
func.func @literals(%x: tensor<2xf32>)
    -> (tensor<2xf32>, tensor<3xf32>, tensor<i1>) {
  %two = weft.constant dense<2.0> : tensor<2xf32>
  %eps = weft.constant dense<1.0e-5> : tensor<2xf32>
  %least = weft.constant dense<0xFF800000> : tensor<2xf32>
  %list = weft.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %0 = weft.mul %two, %x : tensor<2xf32>
  %1 = weft.add %0, %eps : tensor<2xf32>
  %2 = weft.max %least, %1 : tensor<2xf32>
  %3 = weft.add %2, %list : tensor<2xf32>
  %zeros = weft.constant dense<0.0> : tensor<3xf32>
  %true = weft.constant dense<true> : tensor<i1>
  weft.return %3, %zeros, %true : tensor<2xf32>, tensor<3xf32>, tensor<i1>
}

//      BODIES: {{^}}{ lambda ; a:bool[] b:f32[] c:f32[5]. let{{$}}
// BODIES-NEXT: {{^}}    d:f32[] = jit[{{$}}
// BODIES-NEXT: {{^}}      name=fn{{$}}
// BODIES-NEXT: {{^}}      jaxpr={ lambda ; b:f32[]. let d:f32[] = sin b in (d,) }{{$}}
// BODIES-NEXT: {{^}}    ] b{{$}}
// BODIES-NEXT: {{^}}    {{[a-z]}}:i32[] = convert_element_type[new_dtype=int32 weak_type=False] a{{$}}
// BODIES-NEXT: {{^}}    e:f32[] = cond[{{$}}
// BODIES-NEXT: {{^}}      branches=({{$}}
// BODIES-NEXT: {{^}}        { lambda ; {{[a-z]}}:f32[]. let {{[a-z]}}:f32[] = cos {{[a-z]}} in ({{[a-z]}},) }{{$}}
// BODIES-NEXT: {{^}}        { lambda ; {{[a-z]}}:f32[]. let {{[a-z]}}:f32[] = exp {{[a-z]}} in ({{[a-z]}},) }{{$}}
// BODIES-NEXT: {{^}}      ){{$}}
// BODIES-NEXT: {{^}}    ] {{[a-z]}} d{{$}}
// BODIES-NEXT: {{^}}    [[S:[a-z]]]:f32[] [[T:[a-z]]]:f32[5] = scan[{{$}}
// BODIES-NEXT: {{^}}      jaxpr={ lambda ; [[K:[a-z]]]:f32[] [[C:[a-z]]]:f32[] [[X:[a-z]]]:f32[]. let{{$}}
// BODIES-NEXT: {{^}}          {{[a-z]}}:f32[] = mul [[C]] [[K]]{{$}}
// BODIES-NEXT: {{^}}          {{[a-z]}}:f32[] = add {{[a-z]}} [[X]]{{$}}
// BODIES-NEXT: {{^}}        in ({{[a-z]}}, {{[a-z]}}) }{{$}}
// BODIES-NEXT: {{^}}      length=5{{$}}
// BODIES-NEXT: {{^}}      num_carry=1{{$}}
// BODIES-NEXT: {{^}}      num_consts=1{{$}}
// BODIES-NEXT: {{^}}      reverse=False{{$}}
// BODIES-NEXT: {{^}}      unroll=1{{$}}
// BODIES-NEXT: {{^}}    ] b e c{{$}}
// BODIES-NEXT: {{^}}  in ([[S]], [[T]]) }{{$}}
func.func @bodies(%p: tensor<i1>, %x: tensor<f32>, %xs: tensor<5xf32>)
    -> (tensor<f32>, tensor<5xf32>) {
  %0 = "weft.call"(%x) ({
  ^bb0(%a: tensor<f32>):
    %s = weft.sin %a : tensor<f32>
    weft.return %s : tensor<f32>
  }) : (tensor<f32>) -> tensor<f32>
  %1 = "weft.cond"(%p, %0) ({
  ^bb0(%a: tensor<f32>):
    %s = weft.exp %a : tensor<f32>
    weft.return %s : tensor<f32>
  }, {
  ^bb0(%a: tensor<f32>):
    %s = weft.cos %a : tensor<f32>
    weft.return %s : tensor<f32>
  }) : (tensor<i1>, tensor<f32>) -> tensor<f32>
  %2, %3 = "weft.scan"(%1, %xs, %x) <{length = 5 : i64,
      operandSegmentSizes = array<i32: 1, 1, 1>}> ({
  ^bb0(%c: tensor<f32>, %v: tensor<f32>, %k: tensor<f32>):
    %m = weft.mul %c, %k : tensor<f32>
    %n = weft.add %m, %v : tensor<f32>
    weft.return %n, %m : tensor<f32>, tensor<f32>
  }) : (tensor<f32>, tensor<5xf32>, tensor<f32>)
      -> (tensor<f32>, tensor<5xf32>)
  weft.return %2, %3 : tensor<f32>, tensor<5xf32>
}

//      WINDOWS: {{^}}{ lambda ; a:f32[5,3] b:i32[] c:i32[2,1] d:f32[2,3]. let{{$}}
// WINDOWS-NEXT: {{^}}    e:f32[1,2] = dynamic_slice[slice_sizes=(1, 2)] a b b{{$}}
// WINDOWS-NEXT: {{^}}    f:f32[5,3] = dynamic_update_slice a e b b{{$}}
// WINDOWS-NEXT: {{^}}    g:f32[2,3] = gather[{{$}}
// WINDOWS-NEXT: {{^}}      dimension_numbers=GatherDimensionNumbers(offset_dims=(1,), collapsed_slice_dims=(0,), start_index_map=(0,), operand_batching_dims=(), start_indices_batching_dims=()){{$}}
// WINDOWS-NEXT: {{^}}      fill_value=None{{$}}
// WINDOWS-NEXT: {{^}}      indices_are_sorted=False{{$}}
// WINDOWS-NEXT: {{^}}      mode=GatherScatterMode.CLIP{{$}}
// WINDOWS-NEXT: {{^}}      slice_sizes=(1, 3){{$}}
// WINDOWS-NEXT: {{^}}      unique_indices=False{{$}}
// WINDOWS-NEXT: {{^}}    ] f c{{$}}
// WINDOWS-NEXT: {{^}}    h:f32[5,3] = scatter-add[{{$}}
// WINDOWS-NEXT: {{^}}      dimension_numbers=ScatterDimensionNumbers(update_window_dims=(1,), inserted_window_dims=(0,), scatter_dims_to_operand_dims=(0,), operand_batching_dims=(), scatter_indices_batching_dims=()){{$}}
// WINDOWS-NEXT: {{^}}      indices_are_sorted=False{{$}}
// WINDOWS-NEXT: {{^}}      mode=GatherScatterMode.FILL_OR_DROP{{$}}
// WINDOWS-NEXT: {{^}}      unique_indices=True{{$}}
// WINDOWS-NEXT: {{^}}      update_consts=(){{$}}
// WINDOWS-NEXT: {{^}}      update_jaxpr=None{{$}}
// WINDOWS-NEXT: {{^}}    ] f c d{{$}}
// WINDOWS-NEXT: {{^}}  in (g, h) }{{$}}
func.func @windows(%x: tensor<5x3xf32>, %i: tensor<i32>, %at: tensor<2x1xi32>,
    %u: tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<5x3xf32>) {
  %0 = weft.dynamic_slice %x, %i, %i sizes [1, 2] : tensor<5x3xf32>, tensor<i32>, tensor<i32>
  %1 = weft.dynamic_update_slice %x, %0, %i, %i : tensor<5x3xf32>, tensor<1x2xf32>, tensor<i32>, tensor<i32>
  %2 = weft.gather %1, %at offset [1] collapsed [0] map [0] vector 1 sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
  %3 = weft.scatter_add %1, %at, %u window [1] inserted [0] map [0] vector 1 unique : tensor<5x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>
  weft.return %2, %3 : tensor<2x3xf32>, tensor<5x3xf32>
}
