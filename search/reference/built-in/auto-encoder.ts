// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `auto-encoder`. */
export const autoEncoder: readonly Reference[] = [
  {
    task: "auto-encoder",
    size: 1,
    horizon: 300,
    batch: 64,
    fingerprint: "866caffc119df062",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 75,
        setting: {
          scale: 17.52819070553676,
          decay: 0.0418291285142379,
          hyperparameters: {
            beta1: 0.5295860754522363,
            beta2: 0.9994203410440667,
          },
        },
        loss: 0.13338896550703794,
        deviation: 0.012807045583727248,
        edges: [],
      },
      {
        horizon: 150,
        setting: {
          scale: 10.106214104076733,
          decay: 0.03985971534378623,
          hyperparameters: {
            beta1: 0.5390572472629362,
            beta2: 0.9991750206618543,
          },
        },
        loss: 0.09873219707515091,
        deviation: 0.0064227727652143235,
        edges: [],
      },
      {
        horizon: 300,
        setting: {
          scale: 15.1057177975729,
          decay: 0.021775464044094237,
          hyperparameters: {
            beta1: 0.6090329971937147,
            beta2: 0.9991068970418501,
          },
        },
        loss: 0.0761794229329098,
        deviation: 0.006009686542240194,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 29.466195430250217,
          decay: 0.0005251677358943271,
          hyperparameters: {
            beta1: 0.7357190721234679,
            beta2: 0.9994446725631742,
          },
        },
        loss: 0.05491598430671729,
        deviation: 0.003222994027500089,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 32.54387206832483,
          decay: 0.00010726691433274476,
          hyperparameters: {
            beta1: 0.792468554872223,
            beta2: 0.999122226733737,
          },
        },
        loss: 0.04421610222198069,
        deviation: 0.0020895747438778975,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 300,
        setting: {
          scale: 15.1057177975729,
          decay: 0.021775464044094237,
          hyperparameters: {
            beta1: 0.6090329971937147,
            beta2: 0.9991068970418501,
          },
        },
        loss: 0.0761794229329098,
        deviation: 0.006009686542240194,
        edges: [],
      },
      nadamw: {
        horizon: 300,
        setting: {
          scale: 18.126170759193386,
          decay: 0.0007072664305755529,
          hyperparameters: {
            beta1: 0.8203570402834174,
            beta2: 0.999205652516172,
          },
        },
        loss: 0.07846951673855074,
        deviation: 0.007225909998485297,
        edges: [],
      },
      lion: {
        horizon: 300,
        setting: {
          scale: 62.219395395231594,
          decay: 0.0014496848525575713,
          hyperparameters: {
            beta1: 0.20495659819384127,
            beta2: 0.9815664684167066,
          },
        },
        loss: 0.09787455183686689,
        deviation: 0.007075956092651991,
        edges: [],
      },
      nesterov: {
        horizon: 300,
        setting: {
          scale: 32.73759851591485,
          decay: 0.00010505958514419723,
          hyperparameters: {
            beta: 0.8697913278370737,
          },
        },
        loss: 0.13287101464811713,
        deviation: 0.01158979166949555,
        edges: [],
      },
      muon: {
        horizon: 300,
        setting: {
          scale: 7.646258880545969,
          decay: 0.00009429459372882872,
          hyperparameters: {
            learning_rate: 0.006197871409921158,
            momentum: 0.902419833116766,
            adam_learning_rate: 0.011321465150740631,
            beta1: 0.5061158044519309,
            beta2: 0.9986400320370095,
          },
        },
        loss: 0.04735403569065966,
        deviation: 0.0011592439954343657,
        edges: [],
      },
    },
  },
  {
    task: "auto-encoder",
    size: 1,
    horizon: 1200,
    batch: 8,
    fingerprint: "8084f3944a31ba4b",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 300,
        setting: {
          scale: 24.156485344728228,
          decay: 0.02040742742545531,
          hyperparameters: {
            beta1: 0.6710381980602242,
            beta2: 0.999205652516172,
          },
        },
        loss: 0.10064167861128226,
        deviation: 0.00982203869095592,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 16.271936034162575,
          decay: 0.011420728262955772,
          hyperparameters: {
            beta1: 0.6509751034792581,
            beta2: 0.999122226733737,
          },
        },
        loss: 0.07595495876739733,
        deviation: 0.0076604772610391675,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 20.396843434489504,
          decay: 0.002753774239150203,
          hyperparameters: {
            beta1: 0.7997577449940875,
            beta2: 0.9993770627750943,
          },
        },
        loss: 0.0644301304128021,
        deviation: 0.007188044527629623,
        edges: [],
      },
      {
        horizon: 2400,
        setting: {
          scale: 20.396843434489504,
          decay: 0.002753774239150203,
          hyperparameters: {
            beta1: 0.7997577449940875,
            beta2: 0.9993770627750943,
          },
        },
        loss: 0.05336392013123259,
        deviation: 0.004905533165192818,
        edges: [],
      },
      {
        horizon: 4800,
        setting: {
          scale: 16.721400313463388,
          decay: 0.0012802451925424617,
          hyperparameters: {
            beta1: 0.7710858689197194,
            beta2: 0.9993644371805761,
          },
        },
        loss: 0.044134615469374694,
        deviation: 0.002722040913691354,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 1200,
        setting: {
          scale: 20.396843434489504,
          decay: 0.002753774239150203,
          hyperparameters: {
            beta1: 0.7997577449940875,
            beta2: 0.9993770627750943,
          },
        },
        loss: 0.0644301304128021,
        deviation: 0.007188044527629623,
        edges: [],
      },
      nadamw: {
        horizon: 1200,
        setting: {
          scale: 16.561717781375737,
          decay: 0.0010547151141911267,
          hyperparameters: {
            beta1: 0.8180147788068725,
            beta2: 0.9996261863202723,
          },
        },
        loss: 0.0627746713871602,
        deviation: 0.006895081881270009,
        edges: [],
      },
      lion: {
        horizon: 1200,
        setting: {
          scale: 7.010006240383688,
          decay: 0.012483755901180624,
          hyperparameters: {
            beta1: 0.851429711823035,
            beta2: 0.9496596750722709,
          },
        },
        loss: 0.09154451751965098,
        deviation: 0.01130537192334409,
        edges: [],
      },
      nesterov: {
        horizon: 1200,
        setting: {
          scale: 36.82992183234195,
          decay: 0.00008301515971601383,
          hyperparameters: {
            beta: 0.8727167118225904,
          },
        },
        loss: 0.08762130254763179,
        deviation: 0.011258101566865615,
        edges: [],
      },
      muon: {
        horizon: 1200,
        setting: {
          scale: 1.3342491855292262,
          decay: 0.0004585355498062864,
          hyperparameters: {
            learning_rate: 0.013633761460953733,
            momentum: 0.8856357587323451,
            adam_learning_rate: 0.011695800825031095,
            beta1: 0.8415636111488595,
            beta2: 0.9964977626903609,
          },
        },
        loss: 0.04802746401401237,
        deviation: 0.0032405207634138514,
        edges: [],
      },
    },
  },
  {
    task: "auto-encoder",
    size: 10,
    horizon: 600,
    batch: 64,
    fingerprint: "1c7f6791c3ba437f",
    effort: {
      trials: 16,
      tuningSeeds: 1,
      seeds: 4,
      horizons: [0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 300,
        setting: {
          scale: 10.083292759256821,
          decay: 0.015394241551418667,
          hyperparameters: {
            beta1: 0.6362497917150582,
            beta2: 0.9996137247644871,
          },
        },
        loss: 0.09304075874388218,
        deviation: 0.013722749689340357,
        edges: ["beta2"],
      },
      {
        horizon: 600,
        setting: {
          scale: 16.570216095504936,
          decay: 0.00040246036579305946,
          hyperparameters: {
            beta1: 0.7259217994180714,
            beta2: 0.999488910082528,
          },
        },
        loss: 0.07011385337682441,
        deviation: 0.0064696715027776205,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 13.584318451207801,
          decay: 0.0003343354291438374,
          hyperparameters: {
            beta1: 0.6866776538627848,
            beta2: 0.9994461985225735,
          },
        },
        loss: 0.05852916749427095,
        deviation: 0.006034889549983224,
        edges: [],
      },
      {
        horizon: 2400,
        setting: {
          scale: 16.532634105557623,
          decay: 0.003287394184135081,
          hyperparameters: {
            beta1: 0.7992642090781571,
            beta2: 0.9993375022743166,
          },
        },
        loss: 0.043832078692503273,
        deviation: 0.003602762024624006,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 600,
        setting: {
          scale: 16.570216095504936,
          decay: 0.00040246036579305946,
          hyperparameters: {
            beta1: 0.7259217994180714,
            beta2: 0.999488910082528,
          },
        },
        loss: 0.07011385337682441,
        deviation: 0.0064696715027776205,
        edges: [],
      },
      nadamw: {
        horizon: 600,
        setting: {
          scale: 14.792565904604922,
          decay: 0.0072104255137335265,
          hyperparameters: {
            beta1: 0.8582358359561733,
            beta2: 0.9989893962305417,
          },
        },
        loss: 0.07066767668584362,
        deviation: 0.009171596621194135,
        edges: [],
      },
      lion: {
        horizon: 600,
        setting: {
          scale: 45.558939002329865,
          decay: 0.04405978042867163,
          hyperparameters: {
            beta1: 0,
            beta2: 0.9829412669965181,
          },
        },
        loss: 0.08465749211609364,
        deviation: 0.0027331963055835084,
        edges: [],
      },
      nesterov: {
        horizon: 600,
        setting: {
          scale: 33.74185022218703,
          decay: 0.00005310493307952722,
          hyperparameters: {
            beta: 0.7701196065509079,
          },
        },
        loss: 0.13596260186750442,
        deviation: 0.008472131337786322,
        edges: [],
      },
      muon: {
        horizon: 600,
        setting: {
          scale: 3.650267790566068,
          decay: 0.0023214246294426524,
          hyperparameters: {
            learning_rate: 0.010015975578819725,
            momentum: 0.8980199831238942,
            adam_learning_rate: 0.009330287914323056,
            beta1: 0.6048575551419504,
            beta2: 0.9991778559354778,
          },
        },
        loss: 0.04207816760754213,
        deviation: 0.0024212661332394117,
        edges: [],
      },
    },
  },
  {
    task: "auto-encoder",
    size: 100,
    horizon: 1000,
    batch: 64,
    fingerprint: "5741e704e35b4daa",
    effort: {
      trials: 8,
      tuningSeeds: 1,
      seeds: 2,
      horizons: [0.5, 1, 2],
    },
    curve: [
      {
        horizon: 500,
        setting: {
          scale: 7.450658593755643,
          decay: 0.00019167269538304107,
          hyperparameters: {
            beta1: 0.7376635939315013,
            beta2: 0.9997077902122465,
          },
        },
        loss: 0.16097080032341182,
        deviation: 0.09743910710661184,
        edges: [],
      },
      {
        horizon: 1000,
        setting: {
          scale: 7.450658593755643,
          decay: 0.00019167269538304107,
          hyperparameters: {
            beta1: 0.7376635939315013,
            beta2: 0.9997077902122465,
          },
        },
        loss: 0.06892628222703934,
        deviation: 0.0012705944566128425,
        edges: [],
      },
      {
        horizon: 2000,
        setting: {
          scale: 11.136469598238001,
          decay: 0.00008698668072279252,
          hyperparameters: {
            beta1: 0.8136974183421392,
            beta2: 0.9996836606521207,
          },
        },
        loss: 0.04558875656221062,
        deviation: 0.0017376650086299353,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 1000,
        setting: {
          scale: 7.450658593755643,
          decay: 0.00019167269538304107,
          hyperparameters: {
            beta1: 0.7376635939315013,
            beta2: 0.9997077902122465,
          },
        },
        loss: 0.06892628222703934,
        deviation: 0.0012705944566128425,
        edges: [],
      },
      nadamw: {
        horizon: 1000,
        setting: {
          scale: 9.941750881646835,
          decay: 0.0015584416140026077,
          hyperparameters: {
            beta1: 0.903636882860961,
            beta2: 0.9993744863154879,
          },
        },
        loss: 0.06329647463280708,
        deviation: 0.0001760689535626408,
        edges: [],
      },
      lion: {
        horizon: 1000,
        setting: {
          scale: 30.204820365685087,
          decay: 0.06619607355849272,
          hyperparameters: {
            beta1: 0,
            beta2: 0.9934528053090217,
          },
        },
        loss: 0.06832861388102174,
        deviation: 0.002791783537759333,
        edges: ["beta2"],
      },
      nesterov: {
        horizon: 1000,
        setting: {
          scale: 26.660048536634427,
          decay: 0.00006177161648936782,
          hyperparameters: {
            beta: 0.6865603428545446,
          },
        },
        loss: 0.15041851019486785,
        deviation: 0.012241986130819933,
        edges: [],
      },
      muon: {
        horizon: 1000,
        setting: {
          scale: 2.8567439249602535,
          decay: 0.0008775182050800926,
          hyperparameters: {
            learning_rate: 0.0077841081768332135,
            momentum: 0.9260752417875058,
            adam_learning_rate: 0.006347498715334326,
            beta1: 0.7462937546531379,
            beta2: 0.9994992545709497,
          },
        },
        loss: 0.03149673610460013,
        deviation: 0.00173008977115461,
        edges: [],
      },
    },
  },
];
